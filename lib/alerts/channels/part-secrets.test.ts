import { describe, expect, it } from 'vitest';
import { partSecrets } from './part-secrets';
import { ChannelDraft } from './schemas';

const draft = (changed: object) => ChannelDraft.parse({ name: 'a', kind: 'webhook', settings: { url: 'https://example.com/h' }, ...changed });
const stored = { kind: 'webhook', settings: { url: 'https://example.com/h' }, secrets: { signingSecret: 'a signing secret!', secretHeader: 'Bearer x' } };

describe('the secrets of a channel', () => {
  it('that are left out stay, and those that are null go', () => {
    expect(partSecrets(draft({}), stored)).toMatchObject({ secrets: stored.secrets, usesStored: true });
    expect(partSecrets(draft({ secrets: { secretHeader: 'Bearer y' } }), stored).secrets).toEqual({ signingSecret: 'a signing secret!', secretHeader: 'Bearer y' });
    expect(partSecrets(draft({ secrets: { secretHeader: null } }), stored).secrets).toEqual({ signingSecret: 'a signing secret!' });
  });

  it.each<[what: string, kind: string, before: object, after: object]>([
    ['a webhook', 'webhook', { url: 'https://example.com/h' }, { url: 'https://evil.test/h' }],
    ['the header of a webhook', 'webhook', { url: 'https://example.com/h' }, { url: 'https://example.com/h', secretHeaderName: 'X-Shown' }],
    ['mail', 'email', { host: 'mail.test', from: 'a@example.com' }, { host: 'evil.test', from: 'a@example.com' }],
    ['mail without encryption', 'email', { host: 'mail.test', from: 'a@example.com' }, { host: 'mail.test', from: 'a@example.com', security: 'none' }],
    ['ntfy', 'ntfy', { topic: 'a' }, { topic: 'a', server: 'https://evil.test' }],
    ['Telegram', 'telegram', { chatId: '1' }, { chatId: '1', apiUrl: 'https://evil.test' }],
    ['Opsgenie', 'opsgenie', {}, { apiUrl: 'https://evil.test' }],
    ['PagerDuty', 'pagerduty', { region: 'us' }, { region: 'eu' }],
  ])('do not follow %s to another place', (_, kind, before, after) => {
    const secrets = { signingSecret: 'a signing secret!', secretHeader: 'x', password: 'p', token: 't', apiKey: 'k', routingKey: 'r' };
    expect(() => partSecrets(draft({ kind, settings: after }), { kind, settings: before, secrets })).toThrow('Enter the secret again');
  });

  it('need not be entered again for what leads nowhere else', () => {
    const before = { kind: 'email', settings: { host: 'mail.test', from: 'a@example.com' }, secrets: { password: 'p' } };
    expect(partSecrets(draft({ kind: 'email', settings: { host: 'MAIL.test', from: 'b@example.com', to: ['c@example.com'] } }), before).secrets).toEqual({ password: 'p' });
  });

  it.each<[changed: object, path: string]>([
    [{ kind: 'pigeon' }, 'kind'],
    [{ kind: 'slack' }, 'kind'],
    [{ settings: {} }, 'settings.url'],
    [{ settings: { url: 'https://example.com/h', more: 1 } }, 'settings'],
    [{ secrets: { signingSecret: 'short' } }, 'secrets.signingSecret'],
    [{ secrets: { other: 'x' } }, 'secrets'],
  ])('are refused with the settings that are wrong: %j', (changed, path) => {
    expect(() => partSecrets(draft(changed), stored)).toThrow(expect.objectContaining({ code: 'invalid', issues: [expect.objectContaining({ path })] }) as Error);
  });

  it('are needed where the kind needs them', () => {
    expect(() => partSecrets(draft({ kind: 'slack', settings: {} }))).toThrow('secrets.url: ');
    expect(() => partSecrets(draft({ kind: 'slack', settings: {}, secrets: { url: 'http://hooks.example.com/hunter2hunter2' } }))).not.toThrow('hunter2');
  });
});
