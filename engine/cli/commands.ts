/** All sub-commands, in the order of the help. */
import type { Command } from './command.ts';
import { agents } from './commands/agents.ts';
import { cancel } from './commands/cancel.ts';
import { check } from './commands/check.ts';
import { choose } from './commands/choose.ts';
import { complete } from './commands/complete.ts';
import { decide } from './commands/decide.ts';
import { demo } from './commands/demo.ts';
import { deploy } from './commands/deploy.ts';
import { diff } from './commands/diff.ts';
import { engine } from './commands/engine.ts';
import { fork } from './commands/fork.ts';
import { history } from './commands/history.ts';
import { jobs } from './commands/jobs.ts';
import { layout } from './commands/layout.ts';
import { ledger } from './commands/ledger.ts';
import { message } from './commands/message.ts';
import { recovery } from './commands/recovery.ts';
import { retry } from './commands/retry.ts';
import { run } from './commands/run.ts';
import { savepoint } from './commands/savepoint.ts';
import { serve } from './commands/serve.ts';
import { show } from './commands/show.ts';
import { signal } from './commands/signal.ts';
import { start } from './commands/start.ts';
import { statistics } from './commands/statistics.ts';

export const commands: readonly Command[] = [
  run,
  demo,
  check,
  layout,
  decide,
  deploy,
  start,
  jobs,
  show,
  history,
  diff,
  message,
  signal,
  complete,
  choose,
  retry,
  cancel,
  fork,
  savepoint,
  recovery,
  statistics,
  ledger,
  engine,
  serve,
  agents,
];
