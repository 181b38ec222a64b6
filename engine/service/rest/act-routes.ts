/** Acts on jobs and definitions. */
import { showJob } from '../../application/browse.ts';
import { deployInside } from '../../application/definitions.ts';
import {
  cancelJob,
  chooseActivity,
  completeTask,
  forkJob,
  retryIncidents,
  sendMessage,
  startJob,
  throwSignal,
} from '../../application/inbox.ts';
import { NotFound } from '../../application/failure.ts';
import { decideRecovery } from '../../application/recoveries.ts';
import { variablesIn } from '../../application/text-input.ts';
import {
  chooseBody,
  completeBody,
  decisionBody,
  deployBody,
  forkBody,
  incidentParams,
  jobParams,
  messageBody,
  retryBody,
  signalBody,
  startBody,
  taskParams,
} from '../../protocol/rest.ts';
import type { RestPlace } from './place.ts';
import type { RestScope } from './rest.ts';

export function actRoutes(scope: RestScope, place: RestPlace): void {
  scope.post(
    '/processing/jobs',
    {
      schema: { summary: 'Starts a job; an extId that exists answers with that job', tags: ['jobs'], body: startBody },
    },
    async ({ body }, reply) => {
      await place.served();
      const { definition, extId, node, variables } = body;
      return reply
        .code(201)
        .send(await startJob(place.context, { definition, extId, node, variables: variablesIn(variables) }));
    },
  );
  scope.post(
    '/processing/jobs/:id/cancel',
    { schema: { summary: 'Cancels a job', tags: ['jobs'], params: jobParams } },
    async ({ params }) => {
      await place.served();
      return cancelJob(place.context, params.id);
    },
  );
  scope.post(
    '/processing/jobs/:id/tasks/:element/complete',
    { schema: { summary: 'Completes a user task', tags: ['jobs'], params: taskParams, body: completeBody } },
    async ({ params, body }) => {
      await place.served();
      const { instance } = body;
      const variables = variablesIn(body.variables);
      return completeTask(place.context, { job: params.id, element: params.element, instance, variables });
    },
  );
  scope.post(
    '/processing/jobs/:id/tasks/:element/choose',
    {
      schema: {
        summary: 'Begins an activity of an ad-hoc subprocess where people choose; null: nothing more',
        tags: ['jobs'],
        params: taskParams,
        body: chooseBody,
      },
    },
    async ({ params, body }) => {
      await place.served();
      return chooseActivity(place.context, { job: params.id, element: params.element, ...body });
    },
  );
  scope.post(
    '/processing/jobs/:id/incidents/:incident/retry',
    {
      schema: {
        summary: 'Retries an incident, named by its element or its instance; with variables it is edit and retry',
        tags: ['jobs'],
        params: incidentParams,
        body: retryBody,
      },
    },
    async ({ params, body }) => {
      const { incidents } = await showJob(place.context, params.id, null);
      const incident = incidents.find(({ element, instance }) => [element, instance].includes(params.incident));
      if (incident === undefined) throw new NotFound(`there is no incident ${params.incident} in job ${params.id}`);
      await place.served();
      return retryIncidents(place.context, {
        job: incident.job ?? params.id,
        element: incident.element ?? undefined,
        variables: body.variables === undefined ? null : variablesIn(body.variables),
      });
    },
  );
  scope.post(
    '/processing/jobs/:id/forks',
    {
      schema: {
        summary: 'A new job, with a lineage of its own, from a checkpoint',
        tags: ['jobs'],
        params: jobParams,
        body: forkBody,
      },
    },
    async ({ params, body }, reply) => {
      await place.served();
      return reply.code(201).send(await forkJob(place.context, params.id, body.seq, variablesIn(body.variables)));
    },
  );
  scope.post(
    '/processing/definitions',
    {
      schema: {
        summary: 'Deploys a file of the workspace, or a text in its place',
        tags: ['definitions'],
        body: deployBody,
      },
    },
    async ({ body }, reply) => reply.code(201).send(await deployInside(place.context, body.file, body.xml)),
  );
  scope.post(
    '/processing/messages',
    {
      schema: {
        summary: 'Publishes a message; a repeated id gets the first answer',
        tags: ['messages'],
        body: messageBody,
      },
    },
    async ({ body }) => {
      await place.served();
      const { name, key, ttlMs, variables, id } = body;
      const messageId = id ?? place.context.newId();
      const { answer } = await sendMessage(place.context, {
        name,
        key,
        ttlMs,
        variables: variablesIn(variables),
        messageId,
      });
      return { id: messageId, job: answer.job, correlated: answer.correlated ?? null };
    },
  );
  scope.post(
    '/processing/signals',
    {
      schema: {
        summary: 'Throws a signal: jobs that wait for it hear it now, and processes that begin with it start',
        tags: ['messages'],
        body: signalBody,
      },
    },
    async ({ body }) => {
      await place.served();
      const { name, variables, id } = body;
      const signalId = id ?? place.context.newId();
      const heard = await throwSignal(place.context, { name, signalId, variables: variablesIn(variables) });
      return { id: signalId, heard };
    },
  );
  scope.post(
    '/processing/jobs/:id/recovery',
    {
      schema: {
        summary: 'Restarts, keeps or removes a job that waits for a decision',
        tags: ['recoveries'],
        params: jobParams,
        body: decisionBody,
      },
    },
    async ({ params, body }) => {
      await place.served();
      return decideRecovery(place.context, params.id, body.decision);
    },
  );
}
