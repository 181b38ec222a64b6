/** Colours as files write them, how well one is seen on another, and the nearest one that is. */

export type Rgb = readonly [red: number, green: number, blue: number];

/** Of a colour as files write it: `#1e88e5`, `#fff`, `rgb(30, 136, 229)`; others, by name, are left as they are drawn. */
export function rgbOf(text: string): Rgb | null {
  const trimmed = text.trim();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(trimmed);
  if (short !== null) return rgb(short.slice(1).map((digit) => Number.parseInt(digit + digit, 16)));
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(trimmed);
  if (long !== null) return rgb(long.slice(1).map((digits) => Number.parseInt(digits, 16)));
  const decimal = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/i.exec(trimmed);
  return decimal === null ? null : rgb(decimal.slice(1).map(Number));
}

function rgb([red = 0, green = 0, blue = 0]: readonly number[]): Rgb {
  return [red, green, blue];
}

/** WCAG 2.2: 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const mixStep = 0.02;

/** The colour itself where it has that much contrast with each of the grounds, else the nearest lighter or darker one that has. */
export function seenOn(colour: Rgb, grounds: readonly Rgb[], least: number): Rgb {
  const worst = (one: Rgb): number => Math.min(...grounds.map((ground) => contrast(one, ground)));
  const others = Array.from({ length: 1 / mixStep }, (_, index) => (index + 1) * mixStep).flatMap((share) => [
    mixed(colour, [0xff, 0xff, 0xff], share),
    mixed(colour, [0, 0, 0], share),
  ]);
  const all = [colour, ...others];
  return (
    all.find((each) => worst(each) >= least) ?? all.reduce((best, each) => (worst(each) > worst(best) ? each : best))
  );
}

function mixed(one: Rgb, other: Rgb, share: number): Rgb {
  return rgb(one.map((value, index) => Math.round(value + ((other[index] ?? value) - value) * share)));
}

/** As style sheets have it. */
export function cssOf([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}
