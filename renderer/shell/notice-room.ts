/**
 * Where messages have room: over the lower end of the right panel, which makes room for those that last, else above the
 * bottom one. Never over what they are about.
 */

/** As a `ref` of the right panel. Answers what is to be done once it is gone. */
export function noticesBeside(panel: HTMLElement | null): (() => void) | undefined {
  if (panel === null) return undefined;
  const root = document.documentElement;
  root.dataset['notices'] = 'beside';
  const stop = keep(panel, '--notice-width', () => panel.clientWidth);
  return () => {
    stop();
    delete root.dataset['notices'];
  };
}

/** As a `ref` of the bottom panel. Answers what is to be done once it is gone. */
export function noticesAbove(panel: HTMLElement | null): (() => void) | undefined {
  return panel === null ? undefined : keep(panel, '--notice-above', () => panel.clientHeight);
}

/** Of messages of which one stays until it is closed. Answers what is to be done once there is none. */
export function noticesLast(messages: HTMLElement): () => void {
  return keep(messages, '--notice-height', () => messages.clientHeight);
}

function keep(panel: HTMLElement, name: string, pixels: () => number): () => void {
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty(name, `${pixels()}px`));
  observer.observe(panel);
  return () => {
    observer.disconnect();
    style.removeProperty(name);
  };
}
