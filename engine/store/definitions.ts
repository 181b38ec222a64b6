/** Deployed processes by key and version, what starts them, and the scenarios that drive jobs. */
import type { Connection } from './connection.ts';
import type { DefinitionRow, ScenarioRow, StartTimerRow } from './rows.ts';

interface Stored {
  key: string;
  version: number;
  name: string | null;
  file: string;
  xml: string;
  resources: string;
  deployed_at: number;
  start_messages: string;
}

function definitionRow(row: Stored): DefinitionRow {
  return {
    key: row.key,
    version: row.version,
    name: row.name,
    file: row.file,
    xml: row.xml,
    resources: JSON.parse(row.resources) as Record<string, string>,
    deployedAt: row.deployed_at,
    startMessages: JSON.parse(row.start_messages) as string[],
  };
}

/** By key and version. */
export function listDefinitions(db: Connection): DefinitionRow[] {
  return db.rows<Stored>('SELECT * FROM definition ORDER BY key, version').map(definitionRow);
}

export function findDefinition(db: Connection, key: string, version: number | 'latest'): DefinitionRow | null {
  const row =
    version === 'latest'
      ? db.row<Stored>('SELECT * FROM definition WHERE key = ? ORDER BY version DESC LIMIT 1', key)
      : db.row<Stored>('SELECT * FROM definition WHERE key = ? AND version = ?', key, version);
  return row === undefined ? null : definitionRow(row);
}

export function latestVersion(db: Connection, key: string): number | null {
  return (
    db.row<{ version: number | null }>('SELECT max(version) AS version FROM definition WHERE key = ?', key)?.version ??
    null
  );
}

/** The same content, whatever the order of the resources. */
export function sameContent(a: Omit<DefinitionRow, 'version'>, b: Omit<DefinitionRow, 'version'>): boolean {
  const names = Object.keys(a.resources);
  return (
    a.xml === b.xml &&
    names.length === Object.keys(b.resources).length &&
    names.every((name) => Object.hasOwn(b.resources, name) && a.resources[name] === b.resources[name])
  );
}

/** Puts a version where it was in another store; it starts nothing by itself. What is there already stays. */
export function insertDefinition(db: Connection, row: DefinitionRow): void {
  db.run(
    `INSERT INTO definition (key, version, name, file, deployed_at, start_messages, resources, xml)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key, version) DO NOTHING`,
    row.key,
    row.version,
    row.name,
    row.file,
    row.deployedAt,
    JSON.stringify(row.startMessages),
    JSON.stringify(row.resources),
    row.xml,
  );
}

/** A transaction of its own. */
export function deployDefinition(
  db: Connection,
  definition: Omit<DefinitionRow, 'version'>,
  startTimers: readonly Omit<StartTimerRow, 'definitionVersion'>[],
): DefinitionRow {
  return db.transaction(() => {
    const latest = findDefinition(db, definition.key, 'latest');
    if (latest !== null && sameContent(latest, definition)) return latest;
    const deployed: DefinitionRow = { ...definition, version: (latest?.version ?? 0) + 1 };
    db.run(
      'INSERT INTO definition (key, version, name, file, deployed_at, start_messages, resources, xml) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      deployed.key,
      deployed.version,
      deployed.name,
      deployed.file,
      deployed.deployedAt,
      JSON.stringify(deployed.startMessages),
      JSON.stringify(deployed.resources),
      deployed.xml,
    );
    // Only the latest version starts jobs by itself.
    db.run('DELETE FROM start_message WHERE definition_key = ?', deployed.key);
    for (const message of new Set(deployed.startMessages)) {
      db.run('INSERT INTO start_message (message, definition_key) VALUES (?, ?)', message, deployed.key);
    }
    db.run('DELETE FROM start_timer WHERE definition_key = ?', deployed.key);
    for (const timer of startTimers) writeStartTimer(db, { ...timer, definitionVersion: deployed.version });
    return deployed;
  });
}

/** Those whose latest version waits for the message, latest deployed first. */
export function startedBy(db: Connection, message: string): DefinitionRow[] {
  const rows = db.rows<{ key: string }>(
    `SELECT definition.key AS key FROM start_message JOIN definition ON definition.key = start_message.definition_key
      WHERE start_message.message = ? GROUP BY definition.key ORDER BY max(definition.number) DESC`,
    message,
  );
  return rows.flatMap(({ key }) => findDefinition(db, key, 'latest') ?? []);
}

/** Arms, moves or removes a start timer. One of a version that was superseded meanwhile stays away. */
export function writeStartTimer(db: Connection, timer: StartTimerRow): void {
  const { definitionKey: key, definitionVersion: version, node, due, data } = timer;
  if (due === null) {
    db.run(
      'DELETE FROM start_timer WHERE definition_key = ? AND definition_version = ? AND node = ?',
      key,
      version,
      node,
    );
    return;
  }
  const latest = db.row<{ version: number | null }>(
    'SELECT max(version) AS version FROM definition WHERE key = ?',
    key,
  );
  if (version < (latest?.version ?? version)) return;
  db.run(
    `INSERT INTO start_timer (definition_key, definition_version, node, due, data) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (definition_key, definition_version, node) DO UPDATE SET due = excluded.due, data = excluded.data`,
    key,
    version,
    node,
    due,
    data,
  );
}

/** Due ones, earliest first. */
export function dueStartTimers(db: Connection, now: number): StartTimerRow[] {
  return db.rows<StartTimerRow>(
    `SELECT definition_key AS definitionKey, definition_version AS definitionVersion, node, due, data
      FROM start_timer WHERE due <= ? ORDER BY due, number`,
    now,
  );
}

export function nextStartTimer(db: Connection): number | null {
  return db.row<{ due: number | null }>('SELECT min(due) AS due FROM start_timer')?.due ?? null;
}

export function writeScenario(db: Connection, scenario: ScenarioRow): void {
  db.run('REPLACE INTO scenario (job, text) VALUES (?, ?)', scenario.job, scenario.text);
}

export function scenarioOf(db: Connection, job: string): ScenarioRow | null {
  return db.row<ScenarioRow>('SELECT job, text FROM scenario WHERE job = ?', job) ?? null;
}

/** Jobs with a scenario that have not ended. The cross join begins with the scenarios, which are the fewer. */
export function drivenJobs(db: Connection): string[] {
  return db
    .rows<{ job: string }>(
      `SELECT scenario.job AS job FROM scenario CROSS JOIN job ON job.id = scenario.job
        WHERE job.status IN ('active', 'passive')
          OR EXISTS (SELECT 1 FROM job AS part WHERE part.parent_job = job.id AND part.status IN ('active', 'passive'))
        ORDER BY job.job_key`,
    )
    .map((row) => row.job);
}
