import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { profileHolder, profileReleased } from '../../build/browser-profile.ts';

const profile = mkdtempSync(join(tmpdir(), 'cairn-profile-'));
const mark = join(profile, 'SingletonLock');
/** No system has so many processes. */
const nobody = 2 ** 30;

afterEach(() => rmSync(mark, { force: true }));
afterAll(() => rmSync(profile, { recursive: true }));

it('knows the browser that has a profile by the mark that Chromium leaves in it', () => {
  expect(profileHolder(profile)).toBeNull();
  symlinkSync(`a-host-${process.pid}`, mark);
  expect(profileHolder(profile)).toBe(process.pid);
});

it('takes a browser that died for gone, and no mark of another kind for one', () => {
  symlinkSync(`host-${nobody}`, mark);
  expect(profileHolder(profile)).toBeNull();
  rmSync(mark);
  symlinkSync('host', mark);
  expect(profileHolder(profile)).toBeNull();
});

it('waits until the browser that has the profile lets go of it', async () => {
  symlinkSync(`host-${process.pid}`, mark);
  let isReleased = false;
  const released = profileReleased(profile, 1).then(() => {
    isReleased = true;
  });
  await new Promise(setImmediate);
  expect(isReleased).toBe(false);
  rmSync(mark);
  await released;
  expect(isReleased).toBe(true);
});
