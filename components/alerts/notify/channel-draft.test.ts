import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { channelKindOf } from '@/lib/alerts/channels/registry';
import type { ChannelKindView } from '@/lib/alerts/channels/schemas';
import { draftOfChannel, newChannel, readChannel, type ChannelDraft } from './channel-draft';

function kindOf(name: string): ChannelKindView {
  const kind = channelKindOf(name);
  if (!kind) throw new Error(`There is no kind ${name}.`);
  const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return { kind: kind.kind, title: kind.title, summary: '', isPersonal: kind.isPersonal, perMinute: 60, settings: schemaOf(kind.settings), secrets: schemaOf(kind.secrets) };
}

const webhook = kindOf('webhook');
const slack = kindOf('slack');
const email = kindOf('email');
const hook: ChannelDraft = { ...newChannel(webhook, []), values: { ...newChannel(webhook, []).values, 'settings.url': 'https://example.com/hook' } };

test('a new channel has the name of its kind, or the first that is not taken', () => {
  expect(newChannel(slack, []).name).toBe('Slack');
  expect(newChannel(slack, ['Slack', 'Slack 2']).name).toBe('Slack 3');
});

describe('a draft is sent as its kind has it', () => {
  test('what is left as it is gets the default of the kind', () => {
    expect(readChannel(webhook, hook, []).input).toEqual({
      name: 'Webhook', kind: 'webhook', isEnabled: true, secrets: {},
      settings: { url: 'https://example.com/hook', headers: [], secretHeaderName: 'Authorization', contentType: 'application/json', ca: null },
    });
  });

  test.each<[string, ChannelKindView, Record<string, string>, object]>([
    ['a number', email, { 'settings.host': 'smtp.example.com', 'settings.from': 'a@example.com', 'settings.port': '465' }, { settings: { port: 465 } }],
    ['lists, by lines and commas', email, { 'settings.host': 'smtp.example.com', 'settings.from': 'a@example.com', 'settings.to': 'b@example.com, c@example.com\n\nd@example.com' }, { settings: { to: ['b@example.com', 'c@example.com', 'd@example.com'] } }],
    ['names with values', webhook, { 'settings.url': 'https://example.com', 'settings.headers': 'X-Team: db\nX-Time: 10:00' }, { settings: { headers: [{ name: 'X-Team', value: 'db' }, { name: 'X-Time', value: '10:00' }] } }],
    ['a secret that is typed', slack, { 'secrets.url': ' https://hooks.slack.com/x ' }, { secrets: { url: 'https://hooks.slack.com/x' } }],
  ])('%s', (_, kind, values, expected) => {
    const draft = newChannel(kind, []);
    expect(readChannel(kind, { ...draft, values: { ...draft.values, ...values } }, []).input).toMatchObject(expected);
  });

  test('a stored secret stays unless it is typed anew or taken away', () => {
    expect(readChannel(webhook, hook, ['signingSecret']).input?.secrets).toEqual({});
    expect(readChannel(webhook, { ...hook, removed: ['secrets.signingSecret'] }, ['signingSecret']).input?.secrets).toEqual({ signingSecret: null });
  });

  test('a stored channel goes back as it came, without its secrets', () => {
    const settings = { url: 'https://example.com/hook', headers: [{ name: 'X-Team', value: 'db' }], secretHeaderName: 'X-Key', contentType: 'text/plain', template: 'It {{ .title }}', ca: null };
    expect(readChannel(webhook, draftOfChannel(webhook, { name: 'Sink', isEnabled: false, settings }), ['secretHeader']).input).toEqual({ name: 'Sink', kind: 'webhook', isEnabled: false, settings, secrets: {} });
  });
});

describe('what is wrong is told at its field', () => {
  test.each<[string, ChannelKindView, Partial<ChannelDraft>, string[]]>([
    ['no name', webhook, { ...hook, name: ' ' }, ['name']],
    ['no address', webhook, { values: {} }, ['settings.url']],
    ['a secret that it cannot do without', slack, {}, ['secrets.url']],
    ['such a secret taken away', slack, { removed: ['secrets.url'] }, ['secrets.url']],
    ['no number', email, { values: { 'settings.host': 'h', 'settings.from': 'a@example.com', 'settings.port': 'many' } }, ['settings.port']],
    ['a header without a name', webhook, { values: { ...hook.values, 'settings.headers': 'Bearer' } }, ['settings.headers']],
  ])('%s', (_, kind, change, expected) => {
    expect(readChannel(kind, { ...newChannel(kind, []), ...change }, []).issues.map(({ path }) => path)).toEqual(expected);
  });
});
