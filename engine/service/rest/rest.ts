/**
 * The management service: REST over the application's functions, with the schemas of `protocol/rest.ts`, described at
 * `/api/v1/openapi.json`. Every call needs the token or user and password; every error is a problem document.
 */
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { documentText } from '../../application/document-text.ts';
import { BadRequest } from '../../application/failure.ts';
import { parseVariables } from '../../application/text-input.ts';
import type { Access } from '../access.ts';
import { actRoutes } from './act-routes.ts';
import { browseRoutes } from './browse-routes.ts';
import type { RestPlace } from './place.ts';
import { problemFor, problemOf } from './problem.ts';
import { savepointRoutes } from './savepoint-routes.ts';

export const API = '/api/v1';

/** Of a body: a diagram fits, a flood does not. */
const MOST_BYTES = 8 * 1024 * 1024;
const tooLarge = `The body is too large: it may have ${MOST_BYTES / 1024 / 1024} MiB (${MOST_BYTES} bytes) at the most.`;

export type RestScope = ReturnType<typeof typed>;

function typed(scope: FastifyInstance) {
  return scope.withTypeProvider<ZodTypeProvider>();
}

export async function registerRest(
  app: FastifyInstance,
  access: Access,
  place: RestPlace,
  version: string,
): Promise<void> {
  await app.register(
    async (scope) => {
      scope.setValidatorCompiler(validatorCompiler);
      // Integers beyond 2^53 keep their digits.
      scope.setSerializerCompiler(() => (document) => documentText(document as object));
      scope.setReplySerializer((document) => documentText(document as object));
      readBodies(scope);
      scope.addHook('onRequest', async (request, reply) => {
        if (access.knows(request.headers.authorization)) return undefined;
        const problem = problemOf(401, 'This call needs the token (Authorization: Bearer), or user and password.');
        return reply
          .code(401)
          .header('www-authenticate', 'Basic realm="Cairn", charset="UTF-8"')
          .type('application/problem+json')
          .send(problem);
      });
      const methods = new Methods();
      scope.addHook('onRoute', (route) => {
        route.bodyLimit ??= MOST_BYTES;
        methods.add(route.url, route.method);
      });
      // No body asks for nothing in particular.
      scope.addHook('preValidation', async (request) => {
        request.body ??= {};
        refuseUnasked(request);
      });
      handleErrors(scope, place, methods);
      await scope.register(swagger, {
        openapi: {
          openapi: '3.1.0',
          info: { title: 'Cairn management service', version },
          servers: [{ url: '/' }],
          components: {
            securitySchemes: {
              basic: { type: 'http', scheme: 'basic' },
              bearer: { type: 'http', scheme: 'bearer' },
            },
          },
          security: [{ basic: [] }, { bearer: [] }],
        },
        transform: jsonSchemaTransform,
      });
      const routes = typed(scope);
      browseRoutes(routes, place);
      savepointRoutes(routes, place);
      actRoutes(routes, place);
      scope.get('/openapi.json', { schema: { hide: true } }, (_request, reply) =>
        reply.type('application/json; charset=utf-8').send(JSON.stringify(scope.swagger())),
      );
    },
    { prefix: API },
  );
}

/** Which methods a path knows. */
class Methods {
  readonly #routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = [];

  add(url: string, method: string | readonly string[]): void {
    if (url.endsWith('*')) return;
    this.#routes.push({ path: new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`), methods: [method].flat() });
  }

  of(path: string): string[] {
    const known = this.#routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(known)].toSorted();
  }
}

/** JSON objects; a body that is empty is none, whatever the client calls it. */
function readBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, String(body).trim() === '' ? undefined : parseVariables('the body', String(body)));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    const text = String(body).trim();
    done(text === '' ? null : Object.assign(new Error('Bodies are application/json.'), { statusCode: 415 }), undefined);
  });
}

/** What a call does not ask for must not look as if it had been heard. @throws BadRequest that names it */
function refuseUnasked({ routeOptions: { url = '*', schema }, method, query, body }: FastifyRequest): void {
  if (url.endsWith('*')) return;
  for (const [what, asked, given] of [
    ['parameter', schema?.querystring, query],
    ['field', schema?.body, body],
  ] as const) {
    const strange = asked === undefined ? Object.keys(given as object) : [];
    if (strange.length > 0)
      throw new BadRequest(`${method} ${url} takes no ${what}, and was given ${strange.join(', ')}`);
  }
}

function handleErrors(scope: FastifyInstance, place: RestPlace, methods: Methods): void {
  scope.setErrorHandler((error: unknown, _request, reply) => {
    const problem = problemIn(error);
    if (problem.status >= 500) place.report(error);
    return reply.code(problem.status).type('application/problem+json').send(problem);
  });
  scope.all('/*', { schema: { hide: true } }, (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = methods.of(path);
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    return reply
      .code(allowed.length > 0 ? 405 : 404)
      .type('application/problem+json')
      .send(problemOf(allowed.length > 0 ? 405 : 404, `there is no ${request.method} ${path}`));
  });
}

function problemIn(error: unknown) {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const lines = error.validation.map(
      ({ instancePath, message }) => `${instancePath.slice(1) || 'request'}: ${message ?? ''}`,
    );
    return problemOf(400, lines.join('; '));
  }
  // What fastify itself refuses: a body that is too large, of an unknown type, or cut short.
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500)
    return problemOf(error.statusCode, error.statusCode === 413 ? tooLarge : error.message);
  return problemFor(error);
}
