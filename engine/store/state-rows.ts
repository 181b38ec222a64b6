/** The rows of a job's state: their stored shape, their order, and what changes make of them. */
import type { Entity, StateChange } from './rows.ts';

const place: Readonly<Record<Entity, number>> = {
  token: 0,
  scope: 1,
  variable: 2,
  timer: 3,
  subscription: 4,
  incident: 5,
  message: 6,
};

/** A change with all that is stored of it, and nothing else. */
export function storedShape(change: StateChange): StateChange {
  const { entity, id, data } = change;
  if (entity === 'timer') return { entity, id, data, due: change.due ?? null };
  if (entity === 'subscription') return { entity, id, data, message: change.message ?? '', key: change.key ?? null };
  return { entity, id, data };
}

/** By entity, then by id: the same order wherever the rows came from. Sorts in place. */
export function inOrder(rows: StateChange[]): StateChange[] {
  return rows.sort((a, b) => place[a.entity] - place[b.entity] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** What a job's rows are after the changes, in order. */
export function overlay(rows: readonly StateChange[], ...later: readonly (readonly StateChange[])[]): StateChange[] {
  const merged = new Map<string, StateChange>();
  for (const changes of [rows, ...later]) {
    for (const change of changes) {
      const key = `${change.entity} ${change.id}`;
      if (change.data === null) merged.delete(key);
      else merged.set(key, storedShape(change));
    }
  }
  return inOrder([...merged.values()]);
}
