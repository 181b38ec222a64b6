/** Whoever is not meant, and whatever makes no sense, is refused: nothing is executed, nothing dies. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { appScheme } from '../../electron/app-scheme.ts';
import { guardContents, guardSession } from '../../electron/guards.ts';
import { pageBridge } from '../../electron/page-bridge.ts';
import { menuTemplate } from '../../electron/menu.ts';
import { isOwnPage } from '../../electron/window-channel.ts';
import { windowOptions } from '../../electron/window-options.ts';
import { decodeValue, encodeValue, type Value } from '../../engine/core/value.ts';
import { windowCalls, type CallName } from '../../engine/protocol/window-calls.ts';
import { type FromHost } from '../../engine/protocol/window-link.ts';
import { Access } from '../../engine/service/access.ts';
import { startService, type Service } from '../../engine/service/service.ts';
import { cookieOf, IpcPair, serviceOn, WindowRig } from './rig.ts';

let rig: WindowRig;
beforeEach(() => {
  rig = new WindowRig();
});
afterEach(() => rig.close());

/** Any headers, which `fetch` does not allow. */
function ask(
  service: Service,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: service.port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

/** How a socket ends that is opened like this: an HTTP status, or the code of its close. */
function socketEnd(service: Service, headers: Record<string, string>): Promise<number | 'opened'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${service.port}/window`, { headers });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => resolve(code));
    socket.on('open', () => socket.send(encodeValue({ type: 'ping' })));
    socket.on('message', () => {
      resolve('opened');
      socket.close();
    });
  });
}

describe('the service', () => {
  let service: Service;
  let cookie: string;
  beforeEach(async () => {
    service = await serviceOn(rig.host);
    cookie = await cookieOf(service);
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example', '[::1'])(
    'does not answer to the host %j',
    async (host) => {
      expect((await ask(service, '/', { host, cookie })).status).toBeGreaterThanOrEqual(400);
      expect(await socketEnd(service, { host, cookie })).toSatisfy((end) => end !== 'opened');
    },
  );

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', 'file://'])(
    'does not answer to pages of %s',
    async (origin) => {
      expect((await ask(service, '/session', { origin, cookie }, 'POST')).status).toBe(403);
      expect(await socketEnd(service, { origin, cookie })).toBe(403);
    },
  );

  it('answers to its own page', async () => {
    const origin = `http://127.0.0.1:${service.port}`;
    expect(await socketEnd(service, { origin, cookie })).toBe('opened');
    expect(await socketEnd(service, { host: `localhost:${service.port}`, cookie })).toBe('opened');
  });

  it('lets nobody in without the token', async () => {
    expect(await socketEnd(service, {})).toBe(4401);
    expect(await socketEnd(service, { cookie: `${cookie}x` })).toBe(4401);
    expect(await socketEnd(service, { cookie: cookie.replace(/=.*/, `=${service.token}`) })).toBe(4401);
    expect((await ask(service, '/session', {}, 'POST')).status).toBe(401);
    expect((await ask(service, '/session', { authorization: 'Bearer wrong' }, 'POST')).status).toBe(401);
    expect((await ask(service, '/session', { authorization: 'Basic Og==' }, 'POST')).status).toBe(401);
    // Not in the address, where logs and histories would have it.
    expect(await socketEnd(service, { cookie: '', authorization: 'Bearer' })).toBe(4401);
  });

  it('gives the cookie to no script and to no other site', async () => {
    const answer = await ask(service, '/session', { authorization: `Bearer ${service.token}` }, 'POST');
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/; Path=\/; HttpOnly; SameSite=Strict$/)]);
    expect(String(answer.headers['set-cookie'])).not.toContain(service.token);
  });

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..\\..\\package.json',
    '/.stamp',
    '/%00',
  ])('hands out nothing for %s', async (path) => {
    const { status, text } = await ask(service, path, { cookie });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('devDependencies');
  });

  it('lets a page run nothing but its own files, and be framed by nobody', async () => {
    const { headers } = await ask(service, '/', {});
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('is not offered to other machines without a password', async () => {
    const far = startService({ windows: rig.host, host: '127.0.0.1', port: 99_999, credentials: null });
    await expect(far).rejects.toThrow('serve: 99999 is no port');
    const open = startService({ windows: rig.host, host: '0.0.0.0', port: 0, credentials: null });
    await expect(open).rejects.toThrow('needs --user and --password');
  });

  it('asks for user and password where it has some', async () => {
    const closed = await startService({
      windows: rig.host,
      host: '127.0.0.1',
      port: 0,
      credentials: { user: 'ada', password: 'geheim' },
    });
    const basic = (text: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(text).toString('base64')}`,
    });
    expect(await ask(closed, '/', {})).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.any(String) },
    });
    expect((await ask(closed, '/', basic('ada:falsch'))).status).toBe(401);
    expect((await ask(closed, '/', basic('ada:geheim'))).status).toBe(200);
    expect(await socketEnd(closed, basic('ada:geheim'))).toBe('opened');
  });

  it('survives frames that are none', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${service.port}/window`, { headers: { cookie } });
    const closed = new Promise<number>((resolve) => {
      socket.on('close', resolve);
    });
    await new Promise((resolve) => {
      socket.on('open', resolve);
    });
    socket.send(Buffer.from([1, 2, 3]));
    expect(await closed).toBe(1003);
    expect(await socketEnd(service, { cookie })).toBe('opened');
  });
});

/** Anything that JSON can say, and what only our text form can. */
const anything = fc.anything({ withBigInt: true, withNullPrototype: false, maxDepth: 3 });
const callNames = Object.keys(windowCalls) as CallName[];
const wrongFrames = fc.oneof(
  { weight: 2, arbitrary: anything },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        type: fc.oneof(fc.constantFrom('hello', 'call', 'cancel', 'ping'), anything),
        id: anything,
        call: anything,
        params: anything,
        link: anything,
        window: anything,
        seen: anything,
      },
      { requiredKeys: [] },
    ),
  },
  {
    weight: 6,
    // Right up to the parameters.
    arbitrary: fc.record({
      type: fc.constant('call'),
      id: fc.nat(),
      call: fc.constantFrom(...callNames.filter((name) => !/^(engine|agents\.start)/.test(name))),
      params: fc.oneof(
        anything,
        fc.dictionary(
          fc.constantFrom(
            'path',
            'text',
            'job',
            'base',
            'to',
            'name',
            'at',
            'limit',
            'request',
            'changes',
            '__proto__',
            'x',
          ),
          anything,
        ),
      ),
    }),
  },
  {
    weight: 2,
    // Right ones would start and kill processes: these have a parameter that none of them knows.
    arbitrary: fc.record({
      type: fc.constant('call'),
      id: fc.nat(),
      call: fc.constantFrom(...callNames.filter((name) => /^(engine|agents\.start)/.test(name))),
      params: fc.oneof(
        fc.dictionary(fc.constantFrom('x', 'path', '__proto__x'), anything, { minKeys: 1 }),
        fc.constantFrom(null, 1, 'x', true, [{}]),
      ),
    }),
  },
);

function textOf(frame: unknown): string {
  try {
    return String(encodeValue(frame as Value));
  } catch {
    return String(frame);
  }
}

describe('a thousand frames with wrong types', () => {
  it('over a session: each is answered, and none does anything', async () => {
    const before = await rig.direct().call('files.list', {});
    const answers: FromHost[] = [];
    const session = rig.host.open((frame) => answers.push(decodeValue(frame) as unknown as FromHost));
    await fc.assert(
      fc.asyncProperty(wrongFrames, async (frame) => {
        session.receive(textOf(frame));
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }),
      { numRuns: 1000 },
    );
    expect(answers.filter(({ type }) => type === 'failure').length).toBeGreaterThan(300);
    const internal = answers.filter((answer) => answer.type === 'failure' && answer.failure.code === 'internal');
    expect(internal).toEqual([]);
    expect(await rig.direct().call('files.list', {})).toEqual(before);
    rig.host.left(session);
  });

  it('over a WebSocket: the service lives on', async () => {
    const service = await serviceOn(rig.host);
    const cookie = await cookieOf(service);
    const socket = new WebSocket(`ws://127.0.0.1:${service.port}/window`, { headers: { cookie } });
    await new Promise((resolve) => {
      socket.on('open', resolve);
    });
    const last = new Promise((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (data.toString('utf8').includes('"id":987654321')) resolve(null);
      });
    });
    const frames = fc.sample(wrongFrames, 1000);
    for (const frame of frames) socket.send(textOf(frame));
    socket.send(encodeValue({ type: 'call', id: 987654321, call: 'workspace.show', params: {} }));
    const ended = new Promise((_, reject) => {
      socket.on('close', (code, reason) => reject(new Error(`closed with ${code} ${reason.toString()}`)));
    });
    await Promise.race([last, ended]);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect(await socketEnd(service, { cookie })).toBe('opened');
    socket.close();
  });

  it("over Electron's channel: neither values nor senders that are not ours are heard", async () => {
    const pair = new IpcPair();
    const channels = pair.channels(rig.host);
    fc.assert(
      fc.property(
        fc.constantFrom('cairn:open', 'cairn:frame', 'cairn:close'),
        fc.array(anything, { maxLength: 4 }),
        (channel, values) => {
          pair.main.emit(channel, { sender: pair.contents, senderFrame: pair.senderFrame }, ...values);
        },
      ),
      { numRuns: 1000 },
    );
    let spoken = 0;
    const stranger = new IpcPair();
    stranger.page.on('cairn:frame', () => (spoken += 1));
    stranger.channels(rig.host);
    for (const senderFrame of [
      null,
      { url: 'https://evil.example/', parent: null },
      { url: 'app://windows/', parent: null },
      { url: 'app://window.evil/', parent: null },
      { url: 'app://window/', parent: {} },
    ]) {
      stranger.main.emit('cairn:open', { sender: stranger.contents, senderFrame }, 1);
      stranger.main.emit('cairn:frame', { sender: stranger.contents, senderFrame }, 1, encodeValue({ type: 'ping' }));
    }
    const client = rig.client(pair.transport());
    await client.call('workspace.show', {});
    expect(spoken).toBe(0);
    channels.left(pair.contents.id);
  });
});

describe('files', () => {
  it.each([
    '../outside.bpmn',
    'processes/../../outside.bpmn',
    '/etc/passwd',
    'processes/..\\..\\x.bpmn',
    'C:\\x.bpmn',
    '.cairn/store.sqlite',
    'processes/.hidden/x.bpmn',
    'processes/x.exe',
    'cairn.json/../package.json',
    'processes/x\0.bpmn',
    'rules/x.bpmn',
    'processes//x.bpmn',
    'processes',
  ])('%j is no file of the workspace', async (path) => {
    const client = rig.direct();
    await expect(client.call('files.read', { path })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(client.call('files.create', { path, text: '' })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(client.call('drafts.save', { path, text: '', base: null })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });

  it('links that lead out are not followed', async () => {
    const outside = join(rig.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret.bpmn'), '<secret/>');
    symlinkSync(join(outside, 'secret.bpmn'), join(rig.dir, 'processes', 'link.bpmn'));
    symlinkSync(outside, join(rig.dir, 'processes', 'deep'));
    const client = rig.direct();
    for (const path of ['processes/link.bpmn', 'processes/deep/secret.bpmn', 'processes/deep/new.bpmn']) {
      await expect(client.call('files.read', { path })).rejects.toMatchObject({
        code: expect.stringMatching(/bad-request|not-found/),
      });
      await expect(client.call('files.write', { path, text: 'x', base: null, overwrite: true })).rejects.toMatchObject({
        code: 'bad-request',
      });
    }
    const { files } = await client.call('files.list', {});
    expect(files.map(({ path }) => path)).not.toContain('processes/link.bpmn');
  });
});

describe('the desktop', () => {
  it('gives a page no Node, a sandbox, and a world of its own', () => {
    expect(windowOptions('preload.cjs', true).webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  it('lets a page neither leave, nor open windows, nor embed others', () => {
    const handlers = new Map<string, (event: { url: string; preventDefault: () => void }) => void>();
    let opener: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
    const outside: string[] = [];
    guardContents(
      {
        on: (event: string, listener: never) => handlers.set(event, listener),
        setWindowOpenHandler: (handler) => {
          opener = handler;
        },
      },
      (url) => outside.push(url),
    );
    const prevented = (event: string, url: string): boolean => {
      let stopped = false;
      handlers.get(event)?.({ url, preventDefault: () => (stopped = true) });
      return stopped;
    };
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      for (const url of [
        'https://evil.example/',
        'file:///etc/passwd',
        'javascript:alert(1)',
        'app://other/',
        'data:text/html,x',
      ])
        expect([event, url, prevented(event, url)]).toEqual([event, url, true]);
      expect(prevented(event, 'app://window/index.html')).toBe(false);
    }
    expect(prevented('will-attach-webview', '')).toBe(true);
    for (const url of ['https://bpmn.io/', 'file:///etc/passwd', 'smb://evil/', 'javascript:alert(1)', 'nonsense'])
      expect(opener({ url })).toEqual({ action: 'deny' });
    expect(outside).toEqual(['https://bpmn.io/']);
  });

  it('grants a page nothing but copying text', () => {
    const asked: [string, boolean][] = [];
    guardSession({
      setPermissionRequestHandler: (handler) => {
        for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-sanitized-write'])
          handler(null, permission, (granted) => asked.push([permission, granted]));
      },
      setPermissionCheckHandler: (handler) => asked.push(['media', handler(null, 'media')]),
      setDevicePermissionHandler: (handler) => asked.push(['device', handler()]),
    });
    expect(asked.filter(([, granted]) => granted)).toEqual([['clipboard-sanitized-write', true]]);
  });

  it('hands out the files of the window, and none beside them', async () => {
    const folder = join(rig.folder, 'page');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.html'), '<p>window</p>');
    writeFileSync(join(rig.folder, 'secret.txt'), 'secret');
    symlinkSync(join(rig.folder, 'secret.txt'), join(folder, 'link.txt'));
    const serve = appScheme(folder);
    const page = serve({ url: 'app://window/', method: 'GET' });
    expect(await page.text()).toBe('<p>window</p>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const url of [
      'app://window/../secret.txt',
      'app://window/%2e%2e/secret.txt',
      'app://window/..%2fsecret.txt',
      'app://window/link.txt',
      'app://other/',
      'app://window/%',
      'app://window/no',
    ])
      expect([url, serve({ url, method: 'GET' }).status]).toEqual([url, 404]);
    expect(serve({ url: 'app://window/', method: 'POST' }).status).toBe(405);
    expect(['app://window', 'app://window/x', 'app://windowx', 'https://window/'].map(isOwnPage)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('lets only text through the bridge', () => {
    const sent: unknown[][] = [];
    const bridge = pageBridge({
      send: (...values) => sent.push(values),
      on: () => undefined,
      removeListener: () => undefined,
    });
    const channel = bridge.connect(() => undefined);
    channel.send('text');
    channel.send({ not: 'text' } as never);
    expect(sent).toEqual([
      ['cairn:open', 1],
      ['cairn:frame', 1, 'text'],
    ]);
  });

  it('has a menu with the recent folders', () => {
    const opened: string[] = [];
    const template = menuTemplate('linux', ['/one'], {
      openFolder: () => undefined,
      openSamples: () => undefined,
      openRecent: (dir) => opened.push(dir),
    });
    const text = JSON.stringify(template);
    expect(text).toContain('Open Folder…');
    expect(text).toContain('/one');
  });
});

it('takes as long for a wrong token as for the right one, and knows both', () => {
  const access = new Access('t'.repeat(43), null, () => 1);
  expect(access.knows(`Bearer ${'t'.repeat(43)}`)).toBe(true);
  expect(access.knows('bearer t')).toBe(false);
  expect(access.knows(undefined)).toBe(false);
  expect(access.admits({ cookie: 'cairn_1=' })).toBe(false);
});
