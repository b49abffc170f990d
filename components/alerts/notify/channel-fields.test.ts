import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { channelKinds } from '@/lib/alerts/channels/registry';
import { fieldsOf, textOf } from './channel-fields';

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
const one = (schema: z.ZodType) => fieldsOf({ settings: schemaOf(z.strictObject({ it: schema })), secrets: {} })[0];

describe('a property of a schema becomes a field', () => {
  test.each([
    ['a text', z.string().meta({ title: 'URL', placeholder: 'https://' }), { kind: 'text', title: 'URL', placeholder: 'https://', isRequired: true, initial: '' }],
    ['a text of several lines', z.string().default('').meta({ isMultiline: true, isAdvanced: true }), { kind: 'long', isRequired: false, isAdvanced: true }],
    ['a text that may be absent', z.string().nullable().default(null), { kind: 'text', isNullable: true, initial: '' }],
    ['a number', z.number().int().default(587), { kind: 'number', initial: '587' }],
    ['a number that may be absent', z.number().int().nullable().default(null), { kind: 'number', isNullable: true, initial: '' }],
    ['one of a few', z.enum(['us', 'eu']).default('us'), { kind: 'choice', options: ['us', 'eu'], initial: 'us' }],
    ['a list of texts', z.array(z.string()).default([]), { kind: 'lines', initial: '' }],
    ['a list of names with values', z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]), { kind: 'pairs' }],
    ['yes or no', z.boolean().default(false), { kind: 'check', initial: 'false' }],
  ])('%s', (_, schema, expected) => {
    expect(one(schema)).toMatchObject({ path: 'settings.it', ...expected });
  });

  test('a property without a title is called by its name', () => {
    expect(one(z.string())).toMatchObject({ title: 'it' });
  });
});

test('every kind of channel has a form, its settings before its secrets', () => {
  for (const { kind, settings, secrets } of channelKinds) {
    const fields = fieldsOf({ settings: schemaOf(settings), secrets: schemaOf(secrets) });
    expect(fields.map(({ part }) => part), kind).toEqual(fields.map(({ part }) => part).sort().reverse());
    for (const { title, name } of fields) expect(title, `${kind}: ${name} has a title`).not.toBe(name);
  }
});

describe('a stored value is shown as text', () => {
  test.each([
    ['text', 'a', 'a'],
    ['number', 587, '587'],
    ['text', null, ''],
    ['text', undefined, ''],
    ['lines', ['a@example.com', 'b@example.com'], 'a@example.com\nb@example.com'],
    ['pairs', [{ name: 'X-Team', value: 'db' }], 'X-Team: db'],
    ['pairs', [{ wrong: 1 }], ''],
    ['text', { wrong: 1 }, ''],
  ] as const)('%s of %j', (kind, value, expected) => {
    expect(textOf(kind, value)).toBe(expected);
  });
});
