/**
 * What a picture would show cut: texts that stick out of a box that hides the rest and cannot be scrolled, or out of the
 * window; and scrollbars that lead nowhere. An ellipsis is no cut where a title has the whole; what can be scrolled to is none either, but for tabs.
 */
import type { Page } from 'playwright';

/** Each cut text of what is on the screen now, with what cuts it; empty: nothing is cut. */
export async function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(findCuts);
}

/** Runs in the page: stands alone. */
function findCuts(): string[] {
  const slack = 1.5;
  const found = new Set<string>();
  const nameOf = (element: Element): string =>
    `${element.localName}${[...element.classList].map((each) => `.${each}`).join('')}`;
  const isTitled = (element: Element): boolean => element.closest('[title]:not([title=""])') !== null;

  /** The part of a box that its ancestors let through, and who hides the rest. */
  const look = (from: Element, box: DOMRect): { by: Element | null; ellipsis: boolean } | null => {
    let { left, right, top, bottom } = box;
    for (let at: Element | null = from; at !== null && at !== document.documentElement; at = at.parentElement) {
      const style = getComputedStyle(at);
      const clip = at.getBoundingClientRect();
      if (style.clipPath !== 'none' || style.clip !== 'auto') return null; // for screen readers only
      const hidesX = style.overflowX !== 'visible';
      const hidesY = style.overflowY !== 'visible';
      const scrollsX = /auto|scroll/.test(style.overflowX) && at.getAttribute('role') !== 'tablist';
      const scrollsY = /auto|scroll/.test(style.overflowY);
      const cutX = hidesX && !scrollsX && (left < clip.left - slack || right > clip.right + slack);
      const cutY = hidesY && !scrollsY && (top < clip.top - slack || bottom > clip.bottom + slack);
      if (cutX || cutY) {
        const clamped = style.webkitLineClamp !== 'none' && !cutX;
        return { by: at, ellipsis: (cutX && !cutY && style.textOverflow === 'ellipsis') || clamped };
      }
      if (hidesX) [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
      if (hidesY) [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
      if (right - left < 1 || bottom - top < 1) return null; // scrolled out of sight
      if (style.position === 'fixed') break;
    }
    const outside =
      left < -slack || top < -slack || right > window.innerWidth + slack || bottom > window.innerHeight + slack;
    return outside ? { by: null, ellipsis: false } : null;
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.nodeValue?.trim() ?? '';
    const parent = node.parentElement;
    // Drawings scale as a whole; editors of code scroll by themselves.
    if (text === '' || parent === null || parent.closest('svg, script, style, .cm-editor') !== null) continue;
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const cut = look(parent, box);
      if (cut === null || (cut.ellipsis && isTitled(parent))) continue;
      const how = cut.ellipsis ? 'ends in an ellipsis, and no title has the whole' : 'is cut';
      found.add(`“${text.slice(0, 60)}” ${how}, by ${cut.by === null ? 'the window' : nameOf(cut.by)}`);
      break;
    }
  }
  for (const input of document.querySelectorAll<HTMLInputElement>('input:not([type=checkbox], [type=radio])')) {
    const text = input.value === '' ? input.placeholder : input.value;
    if (!input.checkVisibility({ visibilityProperty: true }) || input.scrollWidth <= input.clientWidth + 1) continue;
    const whole = input.value !== '' && (!input.readOnly || isTitled(input));
    if (getComputedStyle(input).textOverflow === 'ellipsis' && whole) continue;
    found.add(`“${text.slice(0, 60)}” does not fit into its field, ${nameOf(input)}`);
  }
  // A scrollbar that leads nowhere: a rounding.
  for (const element of document.querySelectorAll('body *:not(svg *)')) {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    if (clipPath !== 'none' || element.closest('.cm-editor') !== null || !element.checkVisibility()) continue;
    const nowhere = (overflow: string, beyond: number): boolean => overflow === 'auto' && beyond > 0 && beyond < 5;
    const down = element.scrollHeight - element.clientHeight;
    if (nowhere(overflowY, down)) found.add(`${nameOf(element)} scrolls ${down} pixels down`);
    const across = element.scrollWidth - element.clientWidth;
    if (nowhere(overflowX, across)) found.add(`${nameOf(element)} scrolls ${across} pixels across`);
  }
  for (const button of document.querySelectorAll('article button, fieldset button, [role=dialog] button')) {
    const holder = button.closest('article, fieldset, [role=dialog]');
    if (holder === null || !button.checkVisibility({ visibilityProperty: true })) continue;
    const [box, around] = [button.getBoundingClientRect(), holder.getBoundingClientRect()];
    if (box.left >= around.left - slack && box.right <= around.right + slack) continue;
    found.add(`“${button.textContent.trim().slice(0, 60)}” sticks out of ${nameOf(holder)}`);
  }
  return [...found];
}
