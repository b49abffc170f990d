import { describe, expect, it } from 'vitest';
import { parseHookCall } from './hook-call';

const severities = [{ key: 'sev1', name: 'Critical' }, { key: 'sev2', name: 'SEV2' }];
const json = (body: unknown) => parseHookCall({ contentType: 'application/json; charset=utf-8', text: typeof body === 'string' ? body : JSON.stringify(body) }, severities);
const form = (fields: Record<string, string>) => parseHookCall({ contentType: 'application/x-www-form-urlencoded', text: new URLSearchParams(fields).toString() }, severities);
const nothing = { severity: null, summary: '', services: [], key: null, isSlashCommand: false };

describe('a call with JSON', () => {
  it('needs no more than a title', () => {
    expect(json({ title: ' Checkout is down ' })).toEqual({ ...nothing, title: 'Checkout is down' });
  });

  it('says severity by key or name, services once each, and a key', () => {
    expect(json({ title: 'x', severity: 'critical', summary: '**All** of it', services: ['shop', 'shop', 'pay'], key: 'run 7' })).toEqual({ ...nothing, title: 'x', severity: 'sev1', summary: '**All** of it', services: ['shop', 'pay'], key: 'run 7' });
  });
});

describe('a slash command', () => {
  const slash = { token: 'x', team_domain: 'acme', command: '/incident', user_name: 'bob_*', channel_name: 'ops', trigger_id: '13345224609.738474920' };
  it.each<[text: string, severity: string | null, title: string]>([
    ['sev1 Checkout is down', 'sev1', 'Checkout is down'],
    ['SEV2:  Mail   is late', 'sev2', 'Mail is late'],
    ['Critical error in checkout', 'sev1', 'error in checkout'],
    ['Checkout is down', null, 'Checkout is down'],
    ['down', null, 'down'],
  ])('%s', (text, severity, title) => {
    expect(form({ ...slash, text })).toMatchObject({ severity, title, isSlashCommand: true, key: 'trigger:13345224609.738474920', summary: String.raw`Declared by /incident of bob\_\* in ops.` });
  });

  it.each([['', 'like: /incident sev1 Checkout is down'], ['sev1', 'like: /incident sev1'], ['x'.repeat(201), 'at most 200 characters'], ['a\u0000b', 'without NUL']])('says what to write instead of %j', (text, said) => {
    expect(() => form({ ...slash, text })).toThrow(said);
  });
});

it('takes a form of a program', () => {
  expect(form({ title: 'Nightly job failed', severity: 'sev2', services: 'shop, pay,' })).toEqual({ ...nothing, title: 'Nightly job failed', severity: 'sev2', services: ['shop', 'pay'] });
});

it.each<[what: string, call: () => unknown, said: string]>([
  ['no JSON', () => json('{'), 'not valid JSON'],
  ['null', () => json('null'), 'body'],
  ['another type', () => parseHookCall({ contentType: 'text/plain', text: '' }, severities), 'not text/plain'],
  ['no type', () => parseHookCall({ contentType: null, text: '' }, severities), 'not none'],
  ['no title', () => json({}), 'body.title'],
  ['a title of spaces', () => json({ title: '  ' }), 'Say in a few words'],
  ['a severity that there is not', () => json({ title: 'x', severity: 'sev9' }), 'There is no severity "sev9", only sev1, sev2.'],
  ['a field that there is not', () => json({ title: 'x', sevrity: 'sev1' }), 'sevrity'],
  ['NUL', () => json({ title: 'a\u0000b' }), 'body.title: must be valid Unicode without NUL'],
  ['half of a character', () => json('{"title":"a\\ud800"}'), 'body.title: must be valid Unicode'],
  ['a title of 10,000 characters', () => json({ title: 'x'.repeat(10_000) }), 'body.title'],
  ['a prototype', () => json('{"title":"x","__proto__":{"severity":"sev1"}}'), '__proto__'],
  ['a form without anything', () => form({}), 'body.title'],
])('refuses %s by its name', (_, call, said) => {
  expect(call).toThrow(said);
});
