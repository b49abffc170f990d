import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkKindOf, checkKinds } from './registry';

const Property = z.looseObject({ title: z.string().min(1), type: z.unknown().optional(), enum: z.array(z.string()).optional(), anyOf: z.array(z.looseObject({ type: z.string() })).optional() });
const JsonSchema = z.looseObject({ type: z.literal('object'), additionalProperties: z.literal(false), properties: z.record(z.string(), Property) });

/** The least that a person has to enter. */
const least: Readonly<Record<string, Record<string, unknown>>> = {
  http: { url: 'https://example.com' }, heartbeat: {}, ping: { host: 'a.example.com' }, tcp: { host: 'a.example.com', port: 25 }, tls: { host: 'a.example.com' }, dns: { name: 'example.com' },
  postgres: { host: 'a.example.com', user: 'nines' }, redis: { host: 'a.example.com' }, promql: { expr: 'up' },
};

describe.each(checkKinds.map((kind) => [kind.kind, kind] as const))('%s', (name, kind) => {
  test('has a schema of which a form can be made: each field with a title, and of a plain type', () => {
    for (const schema of [kind.settings, kind.secrets]) {
      const { properties } = JsonSchema.parse(z.toJSONSchema(schema, { io: 'input' }));
      for (const property of Object.values(properties)) expect(property.enum ?? property.type ?? property.anyOf).toBeDefined();
    }
  });

  test('needs little: everything else has a default', () => {
    const settings = kind.settings.parse(least[name]);
    expect(kind.targetOf(settings)).not.toBe('');
    expect(kind.settings.parse(settings), 'what is stored is read again as it is').toEqual(settings);
    expect(kind.secrets.safeParse({}).success).toBe(true);
  });

  test('refuses what it does not know', () => {
    expect(kind.settings.safeParse({ ...least[name], surplus: 1 }).success).toBe(false);
    expect(kind.secrets.safeParse({ surplus: 'a' }).success).toBe(false);
  });
});

test('kinds are found by their name, and no other', () => {
  expect(checkKinds.map(({ kind }) => kind)).toEqual([...new Set(checkKinds.map(({ kind }) => kind))]);
  expect(checkKinds.every((each) => checkKindOf(each.kind) === each)).toBe(true);
  expect(checkKindOf('constructor')).toBeNull();
});
