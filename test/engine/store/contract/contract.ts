/** What every store must do. Run on each by a test file of its own. */
import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../../../engine/store/store.ts';
import { claim } from '../samples.ts';
import { commitContract } from './commit.ts';
import { dataStoresContract } from './data-stores.ts';
import { definitionsContract } from './definitions.ts';
import { historyContract } from './history.ts';
import { inboxContract } from './inbox.ts';
import { jobsContract } from './jobs.ts';
import { leaseContract } from './lease.ts';
import { waitsContract } from './waits.ts';
import type { StoreData } from './rig.ts';

export function storeContract(name: string, create: () => StoreData): void {
  describe(`${name} keeps the store's contract`, () => {
    let data: StoreData;
    let store: Store;
    let opened: Store[];

    const open: StoreData['open'] = (options) => {
      const another = data.open(options);
      opened.push(another);
      return another;
    };
    const rig = {
      get store() {
        return store;
      },
      open,
    };

    beforeEach(() => {
      data = create();
      opened = [];
      store = open();
      store.acquireLease(claim, () => false);
    });

    afterEach(() => {
      for (const each of opened) each.close();
      data.dispose();
    });

    leaseContract(rig);
    dataStoresContract(rig);
    commitContract(rig);
    jobsContract(rig);
    waitsContract(rig);
    inboxContract(rig);
    definitionsContract(rig);
    historyContract(rig);
  });
}
