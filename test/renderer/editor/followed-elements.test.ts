import { expect, it } from 'vitest';
import { FollowedElements } from '../../../renderer/editor/followed-elements.ts';

class View {
  isUntouched = true;
  readonly inView = new Set<string>();
  readonly shown: string[] = [];
  holds(element: string): boolean {
    return this.inView.has(element);
  }
  show(...elements: readonly string[]): void {
    this.shown.push(elements.join(' '));
  }
}

it('looks at what is new once none of it is in view', () => {
  const view = new View();
  const followed = new FollowedElements(view);
  view.inView.add('start').add('pay');
  followed.follow(['start']);
  followed.follow(['pay', 'pack']);
  expect(view.shown).toEqual([]);
  followed.follow(['pay', 'ship']);
  expect(view.shown).toEqual(['ship']);
});

it('looks at what is left when what was looked at is gone', () => {
  const view = new View();
  const followed = new FollowedElements(view);
  view.inView.add('pay');
  followed.follow(['pay', 'pack']);
  followed.follow(['pack']);
  expect(view.shown).toEqual(['pack']);
});

it('leaves a view alone that a person has moved, and looks again in a diagram that is drawn anew', () => {
  const view = new View();
  const followed = new FollowedElements(view);
  view.isUntouched = false;
  followed.follow(['ship']);
  expect(view.shown).toEqual([]);
  view.isUntouched = true;
  followed.anew(['ship']);
  expect(view.shown).toEqual(['ship']);
  followed.follow([]);
  expect(view.shown).toEqual(['ship']);
});

it('looks again at what was looked at when the view has become smaller, not at what stood there before', () => {
  const view = new View();
  const followed = new FollowedElements(view);
  view.inView.add('join').add('charge');
  followed.follow(['join']);
  followed.follow(['join', 'charge']);
  view.inView.delete('charge');
  followed.again();
  expect(view.shown).toEqual(['charge']);
  view.isUntouched = false;
  followed.again();
  expect(view.shown).toEqual(['charge']);
});

it('looks at all that belongs together, though one of it was there and is in view', () => {
  const view = new View();
  const followed = new FollowedElements(view);
  view.inView.add('charge');
  followed.follow(['charge']);
  followed.follow(['charge', 'book'], true);
  expect(view.shown).toEqual(['charge book']);
  view.inView.add('pack');
  followed.follow(['pack']);
  expect(view.shown).toEqual(['charge book']);
});

it('says whether one of what it looks at would be in view elsewhere, or all where all are to be seen', () => {
  const view = new View();
  view.holds = (element: string, at?: { x: number }) => element === 'pay' || (element === 'pack' && at?.x === 1);
  const followed = new FollowedElements(view);
  const seen = (...elements: string[]): boolean[] =>
    [false, true].flatMap((together) => {
      followed.follow(elements, together);
      return [1, 2].map((x) => followed.isSeenAt({ x, y: 0, scale: 1 }));
    });
  expect(seen()).toEqual([true, true, true, true]);
  expect(seen('pay', 'pack')).toEqual([true, true, true, false]);
  expect(seen('pack')).toEqual([true, false, true, false]);
});
