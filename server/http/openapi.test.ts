import { expect, it } from 'vitest';
import { openApiDocument } from './openapi';
import type { WireEndpoint } from './wire';

it('names the wire protocols, with who may use them', () => {
  const never = () => {
    throw new Error('never called');
  };
  const wire: WireEndpoint = { methods: ['GET', 'POST'], path: '/api/v1/label/{name}/values', permission: 'monitoring.read', summary: 'Values', answer: never, failure: never };
  const { paths } = openApiDocument({}, [wire]) as { paths: Record<string, Record<string, object>> };
  expect(Object.keys(paths[wire.path] ?? {})).toEqual(['get', 'post']);
  expect(paths[wire.path]?.get).toMatchObject({
    operationId: 'getV1LabelNameValues',
    'x-permission': 'monitoring.read',
    security: [{ apiKey: [] }, { basicKey: [] }, { session: [] }],
    parameters: [{ name: 'name', in: 'path', required: true }],
  });
});
