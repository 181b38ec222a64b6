import { openMemoryStore } from '../../../engine/store/memory-store.ts';
import { MemoryTables } from '../../../engine/store/memory-tables.ts';
import { storeContract } from './contract/contract.ts';
import { recordsContract } from './contract/records.ts';
import { historyProperty } from './history-property.ts';

function create() {
  const tables = new MemoryTables();
  return { open: (options = {}) => openMemoryStore(tables, options), dispose: () => undefined };
}

storeContract('the store in memory', create);
recordsContract('the store in memory', create);
historyProperty('the store in memory', create);
