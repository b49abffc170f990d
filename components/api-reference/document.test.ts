import { expect, test } from 'vitest';
import { curlOf, readOperations } from './document';

const document = {
  components: { schemas: { Problem: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] } } },
  paths: {
    '/api/monitoring/metrics': {
      post: {
        operationId: 'pushMetrics', summary: 'Record samples', tags: ['metrics'], 'x-permission': 'monitoring.write',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                anyOf: [
                  { type: 'object', properties: { samples: { type: 'array', items: { type: 'number' }, maxItems: 5 } }, required: ['samples'] },
                  { type: 'object', properties: { name: { type: 'string' }, value: { type: 'number' } }, required: ['name', 'value'] },
                ],
              },
            },
          },
        },
        responses: { 400: { description: 'Bad', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
      },
      get: {
        'x-permission': 'monitoring.read',
        parameters: [{ name: 'from', in: 'query', required: true, schema: { type: 'integer', minimum: 0 } }],
        responses: {},
      },
    },
  },
};

const [push, query] = readOperations(document);

test('bodies become rows, choices of a body each with theirs, and references are followed', () => {
  expect(push?.body?.fields.map((field) => [field.name, field.type])).toEqual([
    ['samples', 'number[]'], ['name', 'string'], ['value', 'number'],
  ]);
  expect(push?.responses[0]?.schema?.fields[0]?.name).toBe('title');
});

test('the curl example carries a key, the required query and the plainest body', () => {
  expect(push && curlOf(push, 'https://nines.test')).toBe(
    `curl -X POST 'https://nines.test/api/monitoring/metrics' \\\n  -H 'Authorization: Bearer nines_...' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name":"...","value":1.5}'`,
  );
  expect(query && curlOf(query, '')).toContain(`'/api/monitoring/metrics?from=<from>'`);
  expect(query?.parameters[0]?.type).toBe('integer (min 0)');
});

test('anything that is no document gives no operations', () => {
  expect(readOperations(null)).toEqual([]);
  expect(readOperations({ paths: 3 })).toEqual([]);
});
