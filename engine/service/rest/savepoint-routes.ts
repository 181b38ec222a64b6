/** Savepoints and restores. Their paths stay in the savepoint folder. */
import {
  createSavepoints,
  planRestore,
  restoreJob,
  savepointsIn,
  savepointStatus,
  triggerSavepoint,
  unmarkSavepoint,
} from '../../application/savepoints.ts';
import {
  jobParams,
  restoreBody,
  savepointBody,
  savepointsQuery,
  triggerParams,
  unmarkBody,
} from '../../protocol/rest.ts';
import { savepointList, savepointStatus as savepointStatusSchema } from '../../protocol/savepoint-views.ts';
import type { RestPlace } from './place.ts';
import type { RestScope } from './rest.ts';

export function savepointRoutes(scope: RestScope, place: RestPlace): void {
  scope.post(
    '/processing/jobs/savepoints',
    {
      schema: {
        summary: 'Savepoints of all running jobs; cancelJob=true cancels each once it is saved',
        tags: ['savepoints'],
        querystring: savepointsQuery,
      },
    },
    async ({ query }) => {
      await place.served();
      const { savepoints, failed } = await createSavepoints(place.context, { job: null, cancel: query.cancelJob });
      return {
        jobs: savepoints.map(({ job, name, savepoint, location, cancelled }) => ({
          id: job,
          name,
          savepoint,
          location,
          cancelled,
        })),
        failed: failed.map(({ job, name, reason }) => ({ id: job, name, reason })),
      };
    },
  );
  scope.post(
    '/processing/jobs/:id/savepoints',
    {
      schema: {
        summary: 'Triggers a savepoint of one job; a chosen triggerId makes a repetition safe',
        tags: ['savepoints'],
        params: jobParams,
        body: savepointBody,
      },
    },
    async ({ params, body }, reply) => {
      await place.served();
      const { context } = place;
      const answer = await triggerSavepoint(context, {
        job: params.id,
        cancel: body['cancel-job'],
        target: body['target-directory'] ?? null,
        triggerId: body.triggerId ?? context.newId(),
      });
      return reply.code(202).send(answer);
    },
  );
  scope.get(
    '/processing/jobs/:id/savepoints/:triggerId',
    {
      schema: {
        summary: 'How a triggered savepoint stands',
        tags: ['savepoints'],
        params: triggerParams,
        response: { 200: savepointStatusSchema },
      },
    },
    ({ params }) => savepointStatus(place.context, params.triggerId, params.id),
  );
  scope.get(
    '/processing/savepoints',
    {
      schema: { summary: 'What lies in the savepoint folder', tags: ['savepoints'], response: { 200: savepointList } },
    },
    () => savepointsIn(place.context),
  );
  scope.post(
    '/processing/restores',
    {
      schema: {
        summary: 'A new job from a savepoint or a checkpoint; dryRun says what it would do',
        tags: ['restores'],
        body: restoreBody,
      },
    },
    async ({ body: { dryRun, ...body } }, reply) => {
      const input = { ...body, confined: true };
      if (dryRun) return planRestore(place.context, input);
      await place.served();
      return reply.code(201).send(await restoreJob(place.context, input));
    },
  );
  scope.post(
    '/processing/restores/unmark',
    { schema: { summary: 'Lets a savepoint be used again', tags: ['restores'], body: unmarkBody } },
    async ({ body }) => {
      await place.served();
      return unmarkSavepoint(place.context, body.path, true);
    },
  );
}
