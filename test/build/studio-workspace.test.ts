/** Which workspace `npm start` opens. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { chooseWorkspace, rememberWorkspace } from '../../build/studio-workspace.ts';
import { UserFolder } from '../../engine/application/user-folder.ts';

let home: string;
let user: UserFolder;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cairn-choose-'));
  user = new UserFolder(join(home, 'user'));
  mkdirSync(join(home, 'orders'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const nothing = { folder: undefined, samples: false };

it('opens the samples on a fresh clone, whatever other windows had open', () => {
  user.opened(join(home, 'orders'));
  rememberWorkspace(user, '/another/clone', join(home, 'orders'));
  expect(chooseWorkspace(nothing, user, '/this/clone', home).dir).toBeNull();
});

it('opens what was open here last, unless the samples are asked for or it is gone', () => {
  const orders = join(home, 'orders');
  rememberWorkspace(user, '/this/clone', orders);
  expect(chooseWorkspace(nothing, user, '/this/clone', home)).toMatchObject({
    dir: orders,
    because: expect.stringContaining('--samples') as string,
  });
  expect(chooseWorkspace({ folder: undefined, samples: true }, user, '/this/clone', home).dir).toBeNull();
  rmSync(orders, { recursive: true });
  expect(chooseWorkspace(nothing, user, '/this/clone', home).dir).toBeNull();
});

it('opens the folder that is named, and refuses one that is not there', () => {
  const wish = { folder: 'orders', samples: false };
  expect(chooseWorkspace(wish, user, '/this/clone', home).dir).toBe(join(home, 'orders'));
  expect(() => chooseWorkspace({ ...wish, folder: 'nowhere' }, user, '/this/clone', home)).toThrow(
    /there is no folder .*nowhere/,
  );
});
