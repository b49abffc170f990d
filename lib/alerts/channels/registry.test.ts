import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AlertMessage, Recipient } from '../notify/schemas';
import type { ChannelInput, HttpKind } from './channel-kind';
import { utf8Bytes } from './cut-text';
import { discord } from './discord';
import { email } from './email';
import { ntfy } from './ntfy';
import { opsgenie } from './opsgenie';
import { pagerduty } from './pagerduty';
import { channelKinds } from './registry';
import { slack } from './slack';
import { teams } from './teams';
import { telegram } from './telegram';
import { hostileMessage, testAlert, testMessage, testNowMs } from './test-message';
import { webPush } from './web-push';
import { webhook } from './webhook';

const channel: Recipient = { kind: 'channel', name: 'ops' };

function inputOf<Settings, Kept>(settings: Settings, secrets: Kept, message: AlertMessage): ChannelInput<Settings, Kept> {
  return {
    settings, secrets, message, recipient: channel, deliveryId: '7f9c24e8-0000-4000-8000-000000000001', nines: 'https://nines.example.com', nowMs: testNowMs,
    sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
    hmacSha256Hex: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
  };
}

const bodyOf = async <Settings, Kept extends Record<string, string | undefined>>(kind: HttpKind<Settings, Kept>, settings: unknown, secrets: Kept, message: AlertMessage) =>
  JSON.parse((await kind.requestOf(inputOf(kind.settings.parse(settings), kind.secrets.parse(secrets), message))).body);

const hooks = { url: 'https://hooks.example.com/services/secret' };
const resolved = testMessage({
  kind: 'resolve', state: 'resolved', counts: { firing: 0, resolved: 1 }, acknowledgeUrl: null, resolveUrl: null,
  alerts: [testAlert({ state: 'resolved', resolvedAt: testNowMs })],
});

describe('the registry', () => {
  it('has each kind once, with a form for its settings and secrets in which every field has a title', () => {
    expect(new Set(channelKinds.map(({ kind }) => kind)).size).toBe(channelKinds.length);
    for (const { kind, settings, secrets } of channelKinds) {
      for (const schema of [settings, secrets]) {
        const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
        for (const [name, property] of Object.entries(properties)) expect(property, `${kind} ${name}`).toHaveProperty('title');
      }
    }
  });
});

describe('what a person reads first', () => {
  it('says how bad, what, where, the value and since when', async () => {
    const { text, attachments: [{ color, blocks }] } = await bodyOf(slack, {}, hooks, testMessage());
    expect(text).toBe('🔴 Critical: Disk full on web-1');
    expect(color).toBe('#dc2626');
    expect(blocks[1].text.text).toBe('*Disk / of web-1 is 97 % full* · web-1, mountpoint=/ · value 97.03 · <!date^1772334720^since {date_short_pretty} {time}|since 03:12 UTC (4 min)>');
    expect(blocks[2].elements.map(({ text: { text: title }, url }: { text: { text: string }; url: string }) => [title, url])).toEqual([
      ['Acknowledge', 'https://nines.example.com/l/ack'],
      ['Resolve', 'https://nines.example.com/l/res'],
      ['Runbook', 'https://wiki.example.com/disk'],
      ['Open in Nines', 'https://nines.example.com/alerts?group=1'],
    ]);
  });

  it('looks resolved when it is, and offers nothing to do', async () => {
    const { text, attachments: [{ color, blocks }] } = await bodyOf(slack, {}, hooks, resolved);
    expect([text, color]).toEqual(['✅ Resolved: Disk full on web-1', '#16a34a']);
    expect(blocks[2].elements).toHaveLength(1);
    const mail = email.mailOf(inputOf(email.settings.parse({ host: 'mail.test', from: 'n@example.com', to: ['o@example.com'] }), {}, resolved));
    expect(mail.subject).toBe('[Resolved] Disk full on web-1');
    expect(mail.text).toContain('✅ Disk / of web-1 is 97 % full · web-1, mountpoint=/ · value 97.03 · resolved 03:16 UTC after 4 min');
    expect(mail.html).not.toContain('Acknowledge');
  });

  it.each<[changed: Partial<AlertMessage>, headline: string]>([
    [{ kind: 'escalate' }, '🔴 Escalated: critical: Disk full on web-1'],
    [{ kind: 'repeat', severity: 'warning' }, '🟠 Still warning: Disk full on web-1'],
    [{ kind: 'update', severity: 'info' }, '🔵 Info: Disk full on web-1'],
    [{ kind: 'acknowledge', state: 'acknowledged' }, '👀 Acknowledged: Disk full on web-1'],
    [{ kind: 'test', severity: 'info' }, '🔔 Test: Disk full on web-1'],
  ])('of %j is %s', async (changed, headline) => {
    expect((await bodyOf(slack, {}, hooks, testMessage(changed))).text).toBe(headline);
  });
});

describe('a hostile message', () => {
  const hostile = hostileMessage();

  it('mentions nobody and makes no link in Slack, within its limits', async () => {
    const body = await bodyOf(slack, {}, hooks, hostile);
    const { blocks } = body.attachments[0];
    const texts: string[] = [body.text, ...blocks.flatMap((block: { text?: { text: string }; elements?: { text?: unknown }[] }) => [block.text?.text, ...(block.elements ?? []).map(({ text }) => text)]).filter((text: unknown) => typeof text === 'string')];
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(3_000);
      expect(text.replace(/<!date\^\d+\^[^<>|]*\|[^<>]*>/g, '')).not.toMatch(/[<>]/);
      expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
      expect(text.isWellFormed()).toBe(true);
    }
    expect(JSON.stringify(body)).not.toContain('javascript:alert(1)"');
  });

  it('is plain text in Teams, within 28 KB', async () => {
    const body = await bodyOf(teams, {}, hooks, hostile);
    expect(utf8Bytes(JSON.stringify(body))).toBeLessThanOrEqual(27_000);
    const { content } = body.attachments[0];
    expect(new Set(content.body.map(({ type }: { type: string }) => type))).toEqual(new Set(['RichTextBlock']));
    expect(content.actions.map(({ url }: { url: string }) => url).every((url: string) => url.startsWith('https://'))).toBe(true);
  });

  it('mentions nobody and formats nothing in Discord, within its limits', async () => {
    const body = await bodyOf(discord, {}, hooks, hostile);
    expect(body.allowed_mentions).toEqual({ parse: [] });
    const [embed] = body.embeds;
    expect([body.content.length <= 2_000, embed.description.length <= 4_096, embed.footer.text.length <= 2_048]).toEqual([true, true, true]);
    expect(body.content).not.toMatch(/(?<!\\)[<>@*[\]]/);
    expect(embed.description.replace(/<t:\d+:f>|\[[\w ]+\]\(<https:[^<>]+>\)|\*\*/g, '')).not.toMatch(/(?<!\\)[<>@[\]]/);
  });

  it('has no tag but Telegram\'s own, closed, within its limit', async () => {
    const { text, reply_markup } = await bodyOf(telegram, { chatId: '-100' }, { token: '123456:ABCDEFGHIJKLMNOPQRSTUVWXYZ' }, hostile);
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(text.replace(/<\/?[bi]>/g, '')).not.toMatch(/[<>]/);
    expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
    for (const tag of ['b', 'i']) expect(text.split(`<${tag}>`).length).toBe(text.split(`</${tag}>`).length);
    expect(reply_markup.inline_keyboard.flat().every(({ url }: { url: string }) => url.startsWith('https://'))).toBe(true);
  });

  it('fits the limits of PagerDuty, Opsgenie, ntfy and push services', async () => {
    const incident = await bodyOf(pagerduty, {}, { routingKey: 'R'.repeat(32) }, hostile);
    expect(incident.dedup_key).toMatch(/^[0-9a-f]{64}$/);
    expect(incident.payload.summary.length).toBeLessThanOrEqual(1_024);
    expect(utf8Bytes(JSON.stringify(incident))).toBeLessThan(512_000);
    const alert = await bodyOf(opsgenie, {}, { apiKey: 'k'.repeat(36) }, hostile);
    expect([alert.message.length <= 130, alert.alias.length <= 512, alert.description.length <= 15_000, JSON.stringify(alert.details).length <= 9_000]).toEqual([true, true, true, true]);
    expect(alert.tags.every((tag: string) => tag.length <= 50)).toBe(true);
    const push = await bodyOf(ntfy, { topic: 'a' }, {}, hostile);
    expect([utf8Bytes(push.message) <= 4_096, utf8Bytes(push.title) <= 250, push.actions.length <= 3]).toEqual([true, true, true]);
    expect(utf8Bytes(JSON.stringify(webPush.payloadOf(inputOf({}, {}, hostile))))).toBeLessThan(3_900);
  });

  it('is inert in the HTML of mail and adds no header', () => {
    const mail = email.mailOf(inputOf(email.settings.parse({ host: 'mail.test', from: 'n@example.com', to: ['o@example.com'] }), {}, hostile));
    expect(mail.html).not.toMatch(/<script|javascript:alert\(1\)"|<!channel>/);
    for (const header of [mail.subject, mail.messageId, mail.references, ...Object.values(mail.headers), ...mail.to]) expect(header).not.toMatch(/[\r\n\u0000]/);
    expect(mail.subject.length).toBeLessThanOrEqual(200);
  });
});

describe('incidents elsewhere', () => {
  const routing = { routingKey: 'R'.repeat(32) };

  it.each<[message: AlertMessage, action: string]>([
    [testMessage(), 'trigger'],
    [testMessage({ kind: 'update' }), 'trigger'],
    [testMessage({ kind: 'acknowledge', state: 'acknowledged' }), 'acknowledge'],
    [resolved, 'resolve'],
    [testMessage({ kind: 'test', state: 'resolved' }), 'resolve'],
  ])('follow a group under one key in PagerDuty', async (message, action) => {
    expect(await bodyOf(pagerduty, { region: 'eu' }, routing, message)).toMatchObject({ routing_key: routing.routingKey, event_action: action, dedup_key: 'root:{alertname="DiskFull"}' });
  });

  it.each<[message: AlertMessage, path: string]>([
    [testMessage(), '/v2/alerts'],
    [testMessage({ kind: 'acknowledge', state: 'acknowledged' }), '/v2/alerts/root%3A%7Balertname%3D%22DiskFull%22%7D/acknowledge?identifierType=alias'],
    [resolved, '/v2/alerts/root%3A%7Balertname%3D%22DiskFull%22%7D/close?identifierType=alias'],
  ])('follow a group under one alias in Opsgenie', async (message, path) => {
    const settings = opsgenie.settings.parse({ apiUrl: 'https://api.eu.opsgenie.com/' });
    expect((await opsgenie.requestOf(inputOf(settings, { apiKey: 'k'.repeat(36) }, message))).url).toBe(`https://api.eu.opsgenie.com${path}`);
  });
});

describe('a message that is about no alert, as of an incident', () => {
  const settings: Record<string, object> = {
    email: { host: 'mail.test', from: 'nines@example.com', to: ['o@example.com'] }, opsgenie: {}, pagerduty: {}, telegram: { chatId: '-100' }, ntfy: { topic: 'a' }, webhook: { url: 'https://example.com/h' },
  };
  const secrets: Record<string, object> = {
    slack: hooks, discord: hooks, teams: hooks, opsgenie: { apiKey: 'k'.repeat(36) }, pagerduty: { routingKey: 'R'.repeat(32) }, telegram: { token: '123456:ABCDEFGHIJKLMNOPQRSTUVWXYZ' },
  };
  const states: Partial<AlertMessage>[] = [{}, { kind: 'escalate' }, { kind: 'update', severity: 'info' }, { kind: 'acknowledge', state: 'acknowledged' }, { kind: 'resolve', state: 'resolved', counts: { firing: 0, resolved: 1 } }];

  it.each(channelKinds.map((kind) => [kind.kind, kind] as const))('is taken by %s, with its title and the way to it', async (name, kind) => {
    for (const state of states) {
      const message = testMessage({ title: '#12 Checkout is down', text: 'Incident, SEV1', groupKey: 'incident:1', groupLabels: { incident: '12' }, alerts: [], acknowledgeUrl: null, resolveUrl: null, url: 'https://nines.example.com/incidents/1', ...state });
      const input = inputOf(kind.settings.parse(settings[name] ?? {}), kind.secrets.parse(secrets[name] ?? {}), message) as never;
      const made = kind.transport === 'http' ? (await kind.requestOf(input)).body : JSON.stringify(kind.transport === 'smtp' ? kind.mailOf(input) : kind.payloadOf(input));
      const isReference = kind.opensIncidents && message.state !== 'firing';
      expect(made.replaceAll('\\', '')).toContain(isReference && name === 'pagerduty' ? 'incident:1' : 'Checkout is down');
      if (!isReference) expect(made.replaceAll('\\', '')).toContain('https://nines.example.com/incidents/1');
    }
  });
});

describe('a webhook', () => {
  const secrets = { signingSecret: 'a signing secret of the test', secretHeader: 'Bearer abc' };

  it('sends everything as JSON, signed with its time, under the key of the delivery', async () => {
    const settings = webhook.settings.parse({ url: 'https://example.com/h', headers: [{ name: 'X-Team', value: 'ops' }] });
    const { headers, body } = await webhook.requestOf(inputOf(settings, secrets, testMessage()));
    const signature = createHmac('sha256', secrets.signingSecret).update(`1772334960.${body}`).digest('hex');
    expect(headers).toEqual({
      'x-team': 'ops', 'content-type': 'application/json', 'idempotency-key': '7f9c24e8-0000-4000-8000-000000000001', authorization: 'Bearer abc', 'nines-signature': `t=1772334960,v1=${signature}`,
    });
    expect(JSON.parse(body)).toEqual({ version: 1, deliveryId: '7f9c24e8-0000-4000-8000-000000000001', recipient: 'ops', ...testMessage() });
  });

  it('sends what its template makes, in which text can be escaped for JSON', async () => {
    const template = '{"msg":"{{ .title | js }}","sev":"{{ .severity }}","all":[{{ range $i, $a := .alerts }}{{ if $i }},{{ end }}"{{ $a.labels.instance | js }}"{{ end }}]}';
    const message = testMessage({ title: 'a "quoted"\nline', alerts: [testAlert(), testAlert({ labels: { instance: 'web-2' } })] });
    expect(await bodyOf(webhook, { url: 'https://example.com/h', template }, {}, message)).toEqual({ msg: 'a "quoted"\nline', sev: 'critical', all: ['web-1', 'web-2'] });
  });

  it.each([
    [{ template: '{{ .title' }], [{ template: '{{ nothing .title }}' }], [{ headers: [{ name: 'Host', value: 'x' }] }], [{ headers: [{ name: 'A', value: 'x\r\nB: y' }] }],
    [{ secretHeaderName: 'Content-Length' }], [{ url: 'https://user:pw@example.com/' }], [{ url: 'file:///etc/passwd' }], [{ contentType: 'a/b\r\nX: y' }],
  ])('refuses the settings %j', (changed) => {
    expect(webhook.settings.safeParse({ url: 'https://example.com/h', ...changed }).success).toBe(false);
  });

  it.each(['{{ query "up" }}', '{{ range $i := .alerts }}{{ .nothing.here.at.all }}{{ end }}{{ query "x" }}'])('fails with the reason when its template does: %s', async (template) => {
    const settings = webhook.settings.parse({ url: 'https://example.com/h', template });
    await expect(webhook.requestOf(inputOf(settings, {}, testMessage()))).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('The body template failed') as string });
  });
});

describe('mail', () => {
  const settings = email.settings.parse({ host: 'mail.test', from: 'nines@example.com', to: ['o@example.com'] });

  it('has the id of its delivery and the root of its group', () => {
    const one = email.mailOf(inputOf(settings, {}, testMessage()));
    const two = email.mailOf(inputOf(settings, {}, resolved));
    expect(one.messageId).toBe('<7f9c24e8-0000-4000-8000-000000000001@example.com>');
    expect(one.references).toMatch(/^<group-[0-9a-f]{32}@example\.com>$/);
    expect(two.references).toBe(one.references);
    expect(one.headers).toEqual({ 'Auto-Submitted': 'auto-generated', 'X-Priority': '1', Importance: 'high' });
    expect(two.headers).toEqual({ 'Auto-Submitted': 'auto-generated' });
  });

  it.each(['', 'a', 'a@b.c\r\nBcc: x@evil.test', 'a@example.com, b@example.com', 'A <a@example.com>', 'a@example.com\u0000'])('goes to no address like %j', (address) => {
    const recipient: Recipient = { kind: 'user', userId: '0190c8f0-0000-7000-8000-000000000002', name: 'Bob', address };
    expect(() => email.mailOf({ ...inputOf(settings, {}, testMessage()), recipient })).toThrow('Bob has no email address');
  });

  it('needs somebody to go to', () => {
    expect(() => email.mailOf(inputOf({ ...settings, to: [] }, {}, testMessage()))).toThrow('no address to send to');
  });
});

describe('a service that answers 200', () => {
  it.each<[kind: Pick<HttpKind, 'judge'>, body: string, isRetryable: boolean | null]>([
    [slack, 'ok', null], [slack, '{"ok":true}', null], [slack, 'invalid_payload', false], [slack, '<html>Sign in</html>', false], [slack, '{"ok":false,"error":"ratelimited"}', true],
    [telegram, '{"ok":true,"result":{}}', null], [telegram, '{"ok":false,"error_code":400,"description":"chat not found"}', false],
    [telegram, '{"ok":false,"error_code":429,"parameters":{"retry_after":9}}', true], [telegram, 'a page', false],
    [teams, '1', null], [teams, '', null], [teams, 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429', true],
    [teams, 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 400', false],
  ])('may still mean no', (kind, body, isRetryable) => {
    expect(kind.judge(200, body)?.isRetryable ?? null).toBe(isRetryable);
  });
});
