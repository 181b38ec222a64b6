/**
 * "Who may import whom" of ARCHITECTURE.md, as data. What a row does not allow is an error: folders of the project,
 * packages and Node's own modules alike. `build/cruise.ts` enforces it.
 *
 * `files` are the beginnings of paths below the folder; `types: true` allows only `import type`.
 */
export interface Allowed {
  readonly folder: string;
  readonly files?: readonly string[];
  readonly types?: true;
}

export interface Row {
  readonly project?: readonly Allowed[];
  readonly packages?: readonly string[];
  /** Names without `node:`; "any" for the folders that know where they run. */
  readonly node?: readonly string[] | 'any';
}

const modelTypes: Allowed = { folder: 'engine/model', types: true };
/** When cron expressions fire, and what a zone's clocks show: pure, and what is refused at deployment is what the interpreter cannot use. */
const times: Allowed = { folder: 'engine/model', files: ['cron', 'time-zone'] };
const coreTypes: Allowed = { folder: 'engine/core', types: true };
/** Values of the core that everyone may compute with: pure, and below everything else. */
const coreValues: Allowed = {
  folder: 'engine/core',
  files: ['value.ts', 'hash.ts', 'json.ts', 'calendar.ts', 'wait-id.ts'],
};
/** What views are made of, all pure: rows to state, the policy, when a timer fires, what a move to a version does. */
const coreReading: Allowed = {
  folder: 'engine/core',
  files: [
    'job-codec.ts',
    'checkpoint-policy.ts',
    'unsaved-effects.ts',
    'waits.ts',
    'timer-cycle.ts',
    'join-waits.ts',
    'adaptation.ts',
  ],
};
const protocol: Allowed = { folder: 'engine/protocol' };
const model: Allowed = { folder: 'engine/model' };
const core: Allowed = { folder: 'engine/core' };
const expressions: Allowed = { folder: 'engine/expressions' };
const tasks: Allowed = { folder: 'engine/tasks' };
const store: Allowed = { folder: 'engine/store' };
const runtime: Allowed = { folder: 'engine/runtime' };
const savepoints: Allowed = { folder: 'engine/savepoints' };
const supervisor: Allowed = { folder: 'engine/supervisor' };
const lab: Allowed = { folder: 'engine/lab' };
const application: Allowed = { folder: 'engine/application' };
const service: Allowed = { folder: 'engine/service' };
const descriptor: Allowed = { folder: 'engine/protocol', files: ['descriptor'] };
const views: Allowed = { folder: 'engine/protocol', files: ['view'] };
/** Data that the test-suite writes, beside the page that is made of it. */
/** What a workspace without samples is offered. */
const samples: Allowed = { folder: 'samples' };
const coverage: Allowed = { folder: 'docs', files: ['coverage.json'] };
const protocolTypes: Allowed = { folder: 'engine/protocol', types: true };
/** What an editor tries out as the engine would do it. */
const trials: Allowed = { folder: 'engine/tasks', files: ['decision', 'http-', 'loopback.ts'] };
const storeReader: Allowed = { folder: 'engine/store', files: ['sqlite-reader.ts', 'liveness.ts', 'store.ts'] };
const storeTypes: Allowed = { folder: 'engine/store', types: true };
const entryPath: Allowed = { folder: 'engine/runtime', files: ['entry-path.ts'] };
const quickjs = ['quickjs-emscripten', 'quickjs-emscripten-core', '@jitl/quickjs-*'];

const react = ['react', 'react-dom'];
const window = [
  ...react,
  'zustand',
  '@mantine',
  'lucide-react',
  'react-resizable-panels',
  '@tanstack',
  'jsondiffpatch',
];
/** What every feature of the window stands on. */
const windowGround: readonly Allowed[] = [
  { folder: 'renderer/ui' },
  { folder: 'renderer/bridge' },
  { folder: 'renderer/workbench' },
];
const keyNames: Allowed = { folder: 'renderer/workbench', files: ['key-combination.ts'] };
/** What other features may use of the editor: a diagram to look at. */
const diagramView: Allowed = {
  folder: 'renderer/editor',
  files: ['DiagramView.tsx', 'element-marks.ts', 'linked-views.ts', 'sign-sample.ts'],
};

/** What the editor uses of what shows jobs: fields for variables. */
const variablesForm: Allowed = { folder: 'renderer/jobs', files: ['VariablesForm.tsx', 'form-fields.ts'] };

export const table: Readonly<Record<string, Row>> = {
  'engine/protocol': { packages: ['zod'] },
  'engine/model': { project: [descriptor], packages: ['bpmn-moddle', 'croner'] },
  'engine/core': { project: [modelTypes, times] },
  'engine/expressions': {
    project: [coreTypes, coreValues],
    packages: ['feelin', ...quickjs],
    node: ['worker_threads'],
  },
  'engine/tasks': {
    project: [expressions, modelTypes, coreTypes, coreValues],
    packages: ['dmn-moddle'],
    node: ['http', 'https', 'dns', 'net'],
  },
  'engine/store': {
    project: [views, protocolTypes, coreTypes, coreValues],
    packages: ['better-sqlite3'],
    node: ['fs', 'path', 'crypto', 'zlib', 'worker_threads'],
  },
  'engine/runtime': { project: [protocol, model, core, expressions, tasks, store, savepoints], node: 'any' },
  'engine/savepoints': { project: [model, coreTypes, coreValues, store], packages: ['zod'], node: 'any' },
  'engine/supervisor': { project: [protocol, storeReader, storeTypes, entryPath], node: 'any' },
  'engine/lab': { project: [model, core, expressions, tasks, store, runtime, supervisor], node: 'any' },
  'engine/application': {
    project: [
      protocol,
      supervisor,
      lab,
      savepoints,
      // It appends requests and deploys definitions; it never takes the lease.
      store,
      model,
      coreTypes,
      coreValues,
      coreReading,
      // What a scenario expects is checked, and files are judged, as the engine would.
      { folder: 'engine/expressions', files: ['evaluate.ts'] },
      trials,
    ],
    node: 'any',
  },
  'engine/service': {
    project: [protocol, application],
    packages: [
      'fastify',
      '@fastify/static',
      '@fastify/swagger',
      '@fastify/websocket',
      'fastify-type-provider-zod',
      'ws',
    ],
    node: 'any',
  },
  'engine/cli': { project: [protocol, application, service], node: 'any' },
  electron: {
    project: [protocol, application, { folder: 'engine/service', files: ['page.ts'] }],
    packages: ['electron'],
    node: 'any',
  },
  // The window. Features (editor, runs, history) do not know each other, but for what editor/ offers to look at.
  'renderer/ui': {
    project: [keyNames],
    packages: [...react, '@mantine', 'lucide-react', '@codemirror', '@lezer/highlight', '@bpmn-io/feel-editor'],
  },
  'renderer/bridge': {
    project: [protocol, { folder: 'engine/core', files: ['value.ts'] }],
    packages: [...react, 'zustand'],
  },
  'renderer/workbench': { project: [protocolTypes], packages: [...react, 'zustand', '@mantine', 'lucide-react'] },
  'renderer/editor': {
    project: [
      ...windowGround,
      protocol,
      model,
      samples,
      variablesForm,
      { folder: 'engine/core', files: ['checkpoint-policy.ts', 'unsaved-effects.ts'] },
    ],
    // The only folder that knows bpmn-js and its kin.
    packages: [
      ...window,
      'bpmn-js',
      'bpmn-moddle',
      '@codemirror',
      'dmn-js',
      'bpmn-js-create-append-anything',
      'bpmnlint',
      'diagram-js-minimap',
    ],
  },
  // What runs and history both show of a job.
  'renderer/jobs': {
    project: [...windowGround, protocol, model, coreValues, diagramView],
    // To find the variables that a diagram reads.
    packages: [...window, 'feelin', '@codemirror/lang-javascript'],
  },
  'renderer/runs': {
    project: [...windowGround, protocol, model, coreValues, { folder: 'renderer/jobs' }],
    packages: window,
  },
  'renderer/history': {
    project: [...windowGround, protocol, modelTypes, coreValues, { folder: 'renderer/jobs' }],
    packages: window,
  },
  'renderer/saves': {
    project: [...windowGround, protocol, model, { folder: 'renderer/jobs' }, diagramView],
    packages: window,
  },
  'renderer/agents': { project: [...windowGround, protocol, { folder: 'renderer/jobs' }], packages: window },
  'renderer/shell': { project: [...windowGround, protocolTypes, coverage], packages: window },
  'renderer/window': { project: [{ folder: 'renderer' }], packages: window },
};
