import { z } from 'zod';
import { methods, type Endpoint } from '@/lib/endpoint';
import { errorStatus } from '@/lib/errors';
import { Problem } from '@/lib/problem';
import type { RouteModules } from './route-table';
import type { WireEndpoint } from './wire';

type Json = Record<string, unknown>;

let made: Json | null = null;

/** The OpenAPI 3.1 document of the declared routes, and of the wire protocols by name alone: their own documents describe them. */
export function openApiDocument(modules: RouteModules, wires: readonly WireEndpoint[] = []): Json {
  return (made ??= make(modules, wires));
}

function make(modules: RouteModules, wires: readonly WireEndpoint[]): Json {
  const paths: Record<string, Json> = {};
  for (const module of Object.values(modules)) {
    for (const method of methods) {
      const declared = module[method]?.endpoint;
      if (declared) paths[declared.path] = { ...paths[declared.path], [method.toLowerCase()]: operationOf(declared) };
    }
  }
  for (const wire of wires) paths[wire.path] = { ...paths[wire.path], ...Object.fromEntries(wire.methods.map((method) => [method.toLowerCase(), wireOperationOf(wire, method)])) };
  return {
    openapi: '3.1.0',
    info: { title: 'Nines', version: '1', description: 'Errors are RFC 9457 problem details. Times are milliseconds since 1970.' },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'A key made by npm run nines -- keys create' },
        basicKey: { type: 'http', scheme: 'basic', description: 'The same key as the password of any user name' },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
      },
    },
  };
}

function wireOperationOf({ path, permission, summary }: WireEndpoint, method: string): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return {
    operationId: operationIdOf({ method, path }),
    summary,
    tags: ['wire protocols'],
    security: [{ apiKey: [] }, { basicKey: [] }, { session: [] }],
    'x-permission': permission,
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    responses: { default: { description: 'As the protocol has it' } },
  };
}

function operationOf(declared: Endpoint): Json {
  const isPublic = declared.permission === 'public';
  const failures = isPublic ? [400, 403, 409, 500, 503] : [400, 401, 403, 404, 500, 503];
  const security = declared.permission === 'self' ? [{ session: [] }] : [{ apiKey: [] }, { session: [] }];
  if (declared.body) failures.push(errorStatus.too_large);
  const problem = { description: 'Problem details', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  return {
    operationId: operationIdOf(declared),
    summary: declared.summary,
    tags: [declared.path.split('/')[3] ?? declared.path.split('/')[2] ?? 'api'],
    ...(isPublic ? { security: [] } : { security, 'x-permission': declared.permission }),
    parameters: [...parametersOf(declared.params, 'path'), ...parametersOf(declared.query, 'query')],
    ...(declared.body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(declared.body, 'input') } } } } : {}),
    responses: {
      200: { description: declared.summary, content: { [declared.contentType ?? 'application/json']: { schema: schemaOf(declared.response, 'output') } } },
      ...Object.fromEntries(failures.sort((a, b) => a - b).map((status) => [status, problem])),
    },
  };
}

function operationIdOf({ method, path }: { method: string; path: string }): string {
  const words = path.replace('/api/', '').split(/[/{}.]+/).filter(Boolean);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const object = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || Boolean(object.required?.includes(name)),
    schema: property,
    ...(typeof property.description === 'string' ? { description: property.description } : {}),
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return rest;
}
