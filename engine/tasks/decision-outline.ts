/** What a DMN file offers, for those who choose among its decisions. */
import type { Decision, DecisionGraph } from './dmn/decision-graph.ts';
import { readDmn } from './dmn/read-dmn.ts';

export interface Outline {
  readonly id: string;
  readonly name: string;
  readonly variable: string;
  /** `boxed`: any of DMN's boxed expressions but tables. */
  readonly logic: 'table' | 'literal' | 'boxed' | 'unsupported';
  readonly hitPolicy: string | null;
  /** Variables that it and the decisions before it read. */
  readonly inputs: readonly { readonly name: string; readonly type: string | null }[];
  /** Columns of its own table that read something else than a variable. */
  readonly computed: readonly { readonly id: string; readonly label: string }[];
  readonly rules: number;
}

/** In the order of the file; a text is why there is none. */
export async function outlineOf(xml: string): Promise<readonly Outline[] | string> {
  const reading = await readDmn(xml);
  if (!reading.ok) return reading.reason;
  return [...reading.graph.decisions.values()].map((decision) => {
    const { id, name, variable, logic } = decision;
    const table = logic.kind === 'table' ? logic : null;
    return {
      id,
      name,
      variable: variable.name,
      logic: kindOf(logic),
      hitPolicy: table?.hitPolicy ?? null,
      inputs: inputsOf(reading.graph, decision),
      computed: (table?.inputs ?? []).flatMap(({ id: column, label, expression }) =>
        column === null || VARIABLE.test(expression) ? [] : [{ id: column, label }],
      ),
      rules: table?.rules.length ?? 0,
    };
  });
}

function kindOf({ kind }: Decision['logic']): Outline['logic'] {
  return kind === 'table' || kind === 'literal' || kind === 'unsupported' ? kind : 'boxed';
}

function inputsOf(graph: DecisionGraph, asked: Decision): Outline['inputs'] {
  const needed = new Set([asked]);
  const inputs = new Map<string, { name: string; type: string | null }>();
  for (const decision of needed) {
    for (const { name, type } of decision.inputs) inputs.set(name, { name, type });
    for (const id of decision.decisions) {
      const before = graph.decisions.get(id);
      if (before !== undefined) needed.add(before);
    }
  }
  const decided = new Set([...needed].map(({ variable }) => variable.name));
  for (const { logic } of needed) {
    if (logic.kind !== 'table') continue;
    for (const { expression, type } of logic.inputs) {
      const [, name, path = ''] = VARIABLE.exec(expression) ?? [];
      if (name === undefined || LITERALS.has(name) || inputs.has(name) || decided.has(name)) continue;
      inputs.set(name, { name, type: path === '' ? type : null });
    }
  }
  return [...inputs.values()];
}

const LITERALS = new Set(['true', 'false', 'null']);
/** A variable, or a part of one: tables of other engines read theirs without declaring them. */
const VARIABLE = /^\s*([\p{L}_][\p{L}\p{N}_]*)((?:\.[\p{L}_][\p{L}\p{N}_]*)*)\s*$/u;
