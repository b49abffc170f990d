import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { http } from '@/lib/checks/kinds/http';
import type { CheckView } from '@/lib/checks/schemas';
import { draftOfCheck, inputOfCheck, isFieldShown, nameOfDraft, newCheck, readCheckDraft } from './check-draft';

const kind = { kind: 'http', settings: z.toJSONSchema(http.settings, { io: 'input' }), secrets: z.toJSONSchema(http.secrets, { io: 'input' }) };
const start = newCheck(kind, '');
const typed = { ...start, values: { ...start.values, 'settings.url': 'https://shop.example.com/health/?a=b' } };

test('an address alone is enough: the name comes from it, and the rest has defaults', () => {
  const { input } = readCheckDraft(kind, typed, []);
  expect(input).toMatchObject({
    name: 'shop.example.com/health', kind: 'http', serviceId: null, intervalMs: 20_000, timeoutMs: 10_000, failures: { count: 2, of: 2 }, retryIntervalMs: null, successes: 1, degradedAboveMs: null, labels: {}, secrets: {},
  });
  expect(http.settings.safeParse(input?.settings).success).toBe(true);
});

test('an empty form says what is missing', () => {
  const { issues } = readCheckDraft(kind, { ...start, interval: 'soon', failCount: '0' }, []);
  expect(issues.map(({ path }) => path)).toEqual(['name', 'settings.url', 'intervalMs', 'failures.count']);
});

test('a short interval shortens the time that a try may take, unless it is written', () => {
  expect(readCheckDraft(kind, { ...typed, interval: '1s' }, []).input).toMatchObject({ intervalMs: 1_000, timeoutMs: 1_000 });
  expect(readCheckDraft(kind, { ...typed, interval: '1s', timeout: '300 ms' }, []).input?.timeoutMs).toBe(300);
});

test('texts that are looked for keep their commas, and headers are pairs', () => {
  const values = { ...typed.values, 'settings.contains': 'Hello, you\n\nBye', 'settings.headers': 'X-A: b:c' };
  expect(readCheckDraft(kind, { ...typed, values }, []).input?.settings).toMatchObject({ contains: ['Hello, you', 'Bye'], headers: [{ name: 'X-A', value: 'b:c' }] });
});

test('a secret is sent when it is typed, kept when it is not, and taken away when it is asked for', () => {
  const withAuth = { ...typed, values: { ...typed.values, 'settings.auth': 'bearer', 'secrets.token': 't0p' } };
  expect(readCheckDraft(kind, withAuth, []).input?.secrets).toEqual({ token: 't0p' });
  expect(readCheckDraft(kind, typed, ['token']).input?.secrets).toEqual({});
  expect(readCheckDraft(kind, { ...typed, removed: ['secrets.token'] }, ['token']).input?.secrets).toEqual({ token: null });
});

test.each([
  ['settings.username', { 'settings.auth': 'none' }, false],
  ['settings.username', { 'settings.auth': 'basic' }, true],
  ['secrets.password', {}, true],
  ['settings.cron', { 'settings.schedule': 'period' }, false],
  ['settings.body', { 'settings.method': 'POST' }, true],
  ['settings.value', { 'settings.operator': 'any' }, false],
  ['settings.url', {}, true],
])('%s with %o is shown: %s', (path, values, isShown) => {
  expect(isFieldShown({ path }, values as Record<string, string>)).toBe(isShown);
});

describe('the name follows what is looked at', () => {
  test.each([
    ['https://user:pass@shop.example.com/', 'shop.example.com'],
    ['db.example.com:5432', 'db.example.com:5432'],
    ['', ''],
  ])('%s', (url, name) => {
    expect(nameOfDraft(kind, { ...start, values: { 'settings.url': url } })).toBe(name);
  });
  test('until somebody types one', () => {
    expect(nameOfDraft(kind, { ...typed, isNameTyped: true, name: 'Shop' })).toBe('Shop');
  });
});

test('a stored check survives its form', () => {
  const check: CheckView = {
    id: '00000000-0000-4000-8000-000000000001', version: 3, name: 'Shop', serviceId: null, serviceName: null, kind: 'http', title: 'HTTP(S)', target: 'https://shop', isEnabled: false,
    settings: http.settings.parse({ url: 'https://shop.example.com', contains: ['a, b'] }), secretsSet: [], intervalMs: 90_000, timeoutMs: 2_500, failures: { count: 2, of: 3 }, retryIntervalMs: 5_000,
    successes: 2, degradedAboveMs: 800, labels: { zone: 'a' }, probes: ['main'], state: 'up', since: null, reason: '', maintenance: null, last: null, heartbeatUrl: null, createdAt: 0, updatedAt: 0,
  };
  const { probes: _, ...expected } = inputOfCheck(check);
  const { input } = readCheckDraft(kind, draftOfCheck(kind, check), []);
  expect({ ...input, settings: http.settings.parse(input?.settings) }).toEqual({ ...expected, secrets: {} });
});
