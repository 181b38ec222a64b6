import { openStore } from '../../../engine/store/sqlite-store.ts';
import { storeContract } from './contract/contract.ts';
import { recordsContract } from './contract/records.ts';
import { historyProperty } from './history-property.ts';
import { temporaryFolder } from './temporary-folder.ts';

function create() {
  const { path, remove } = temporaryFolder();
  return { open: (options = {}) => openStore(path, { durability: 'process-crash', ...options }), dispose: remove };
}

storeContract('the store in SQLite', create);
recordsContract('the store in SQLite', create);
historyProperty('the store in SQLite', create);
