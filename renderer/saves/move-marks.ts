/** What a restore does, as signs on both versions of the diagram. */
import type { RestorePreview } from '../../engine/protocol/savepoint-views.ts';
import type { ElementMark, Marks } from '../editor/element-marks.ts';
import { marksOf } from '../jobs/diagram-marks.ts';

type Plan = Pick<RestorePreview, 'moves' | 'dropped' | 'noHome' | 'tokens'>;

class Marked {
  readonly marks = new Map<string, ElementMark[]>();

  add(element: string, mark: ElementMark): void {
    const list = this.marks.get(element) ?? [];
    if (!list.includes(mark)) list.push(mark);
    this.marks.set(element, list);
  }
}

/** Where tokens stand, and their states; what of that moves, is dropped, or has no home. The worst is the word that is shown. */
export function savedMarks(plan: Plan, picked: string | null): Marks {
  const marked = new Marked();
  const decided = fates(plan);
  const standing = marksOf({ tokens: plan.tokens.filter(({ element }) => !decided.has(element)) });
  for (const [element, marks] of standing) for (const mark of marks) marked.add(element, mark);
  for (const [element, fate] of decided) marked.add(element, fate);
  if (picked !== null) marked.add(picked, 'current');
  return marked.marks;
}

/** Where it goes. */
export function targetMarks(plan: Plan): Marks {
  const marked = new Marked();
  for (const { to } of plan.moves) marked.add(to, 'arrives');
  return marked.marks;
}

function fates({ moves, dropped, noHome }: Plan): Map<string, 'moves' | 'dropped' | 'no-home'> {
  return new Map([
    ...moves.map(({ from }) => [from, 'moves'] as const),
    ...dropped.map(({ element }) => [element, 'dropped'] as const),
    ...noHome.map(({ element }) => [element, 'no-home'] as const),
  ]);
}

/** Elements of the saved version whose state needs a decision: those without a home, each once. */
export function homelessElements({ noHome }: Pick<Plan, 'noHome'>): { element: string; reason: string }[] {
  return [...new Map(noHome.map(({ element, reason }) => [element, { element, reason }])).values()];
}
