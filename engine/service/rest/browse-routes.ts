/** Questions. None starts an engine. */
import { listJobs, showJob } from '../../application/browse.ts';
import { listDefinitions } from '../../application/definitions.ts';
import { ledgerOf } from '../../application/ledger.ts';
import { listRecoveries } from '../../application/recoveries.ts';
import { checkpointStatistics, latestCheckpointOf } from '../../application/statistics.ts';
import { checkpointParams, historyQuery, jobParams, ledgerQuery, listQuery } from '../../protocol/rest.ts';
import {
  checkpointStatistics as checkpointStatisticsSchema,
  latestCheckpoint,
  ledgerView,
  recoveryList,
} from '../../protocol/savepoint-views.ts';
import type { RestPlace } from './place.ts';
import type { RestScope } from './rest.ts';

export function browseRoutes(scope: RestScope, place: RestPlace): void {
  scope.get(
    '/processing/jobs',
    { schema: { summary: 'Jobs, newest first', tags: ['jobs'], querystring: listQuery } },
    ({ query }) => listJobs(place.context, query),
  );
  scope.get(
    '/processing/jobs/:id',
    { schema: { summary: 'One job as it is', tags: ['jobs'], params: jobParams } },
    ({ params }) => showJob(place.context, params.id, null),
  );
  scope.get(
    '/processing/jobs/:id/checkpoint',
    {
      schema: {
        summary: 'Its latest checkpoint, and where it can be restarted from',
        tags: ['checkpoints'],
        params: jobParams,
        response: { 200: latestCheckpoint },
      },
    },
    ({ params }) => latestCheckpointOf(place.context, params.id),
  );
  scope.get(
    '/processing/jobs/:id/checkpoints',
    {
      schema: {
        summary: 'Statistics and history of its checkpoints, in the shape of Flink',
        tags: ['checkpoints'],
        params: jobParams,
        querystring: historyQuery,
        response: { 200: checkpointStatisticsSchema },
      },
    },
    ({ params, query }) => checkpointStatistics(place.context, params.id, query.limit),
  );
  scope.get(
    '/processing/checkpoints',
    {
      schema: {
        summary: 'The same over all jobs',
        tags: ['checkpoints'],
        querystring: historyQuery,
        response: { 200: checkpointStatisticsSchema },
      },
    },
    ({ query }) => checkpointStatistics(place.context, null, query.limit),
  );
  scope.get(
    '/processing/jobs/:id/checkpoints/:seq',
    {
      schema: {
        summary: 'The job, with its variables, as a checkpoint left it',
        tags: ['checkpoints'],
        params: checkpointParams,
      },
    },
    ({ params }) => showJob(place.context, params.id, params.seq),
  );
  scope.get(
    '/processing/jobs/:id/ledger',
    {
      schema: {
        summary: 'What it did outside',
        tags: ['ledger'],
        params: jobParams,
        querystring: ledgerQuery,
        response: { 200: ledgerView },
      },
    },
    ({ params, query }) => ledgerOf(place.context, { job: params.id, ...query }),
  );
  scope.get(
    '/processing/ledger',
    {
      schema: {
        summary: 'What all jobs did outside',
        tags: ['ledger'],
        querystring: ledgerQuery,
        response: { 200: ledgerView },
      },
    },
    ({ query }) => ledgerOf(place.context, { job: null, ...query }),
  );
  scope.get('/processing/definitions', { schema: { summary: 'Deployed definitions', tags: ['definitions'] } }, () =>
    listDefinitions(place.context),
  );
  scope.get(
    '/processing/recoveries',
    {
      schema: {
        summary: 'Jobs that wait for a decision after a restart',
        tags: ['recoveries'],
        response: { 200: recoveryList },
      },
    },
    () => listRecoveries(place.context),
  );
}
