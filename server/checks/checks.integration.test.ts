import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { CheckDraft } from '@/lib/checks/schemas';
import { ServiceInput } from '@/lib/services/schemas';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createCheck, deleteCheck, newCheck, updateCheck } from './checks';
import { importChecks } from './import-checks';
import { insertChecks } from './insert-checks';
import { listKindsOfChecks } from './list-check-kinds';
import { listChecks, readCheck } from './read-checks';
import { receiveHeartbeat } from './heartbeats';
import { readCheckHistory } from './history';
import { runCheck, tryCheck } from './try-check';
import { startTarget } from './test-targets';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime();
  await nines.runtime.checking.start();
});
afterAll(async () => {
  await nines.runtime.checking.stop();
  await nines.close();
});

const alice = () => callerOf(nines.cast.alice, permissions, Date.now());
const charlie = () => callerOf(nines.cast.charlie, permissions, Date.now());
const well = { isWell: true, reasons: [] };

let made = 0;
function draft(more: Record<string, unknown> = {}): CheckDraft {
  return CheckDraft.parse({ name: `check ${(made += 1)}`, kind: 'http', settings: { url: 'http://127.0.0.1:9/' }, failures: { count: 1, of: 1 }, ...more });
}

describe('a check', () => {
  it('is stored and audited, with its secrets sealed', async () => {
    const check = await createCheck(nines.runtime, alice(), draft({ settings: { url: 'https://shop.example.com/health', auth: 'bearer' }, secrets: { token: 'hunter2hunter2' } }));
    expect(check).toMatchObject({ version: 1, state: 'unknown', secretsSet: ['token'], target: expect.stringContaining('shop.example.com') as string, heartbeatUrl: null });
    const { audit, row } = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, async (tx) => ({
      audit: await tx.auditEntry.findMany({ where: { action: 'check.create' } }),
      row: await tx.check.findUniqueOrThrow({ where: { id: check.id } }),
    }));
    expect(JSON.stringify([audit.map(({ before, after }) => [before, after]), row, check])).not.toContain('hunter2');
    expect(audit.at(-1)?.after).toMatchObject({ id: check.id, kind: 'http' });
  });

  it('keeps its secrets when they are left out, and not to another place', async () => {
    const before = await createCheck(nines.runtime, alice(), draft({ settings: { url: 'https://shop.example.com/a', auth: 'bearer' }, secrets: { token: 'hunter2hunter2' } }));
    const same = await updateCheck(nines.runtime, alice(), before.id, { version: 1, check: draft({ settings: { url: 'https://shop.example.com/b', auth: 'bearer' } }) });
    expect(same).toMatchObject({ version: 2, secretsSet: ['token'] });
    const elsewhere = draft({ settings: { url: 'https://evil.example.com/', auth: 'bearer' } });
    await expect(updateCheck(nines.runtime, alice(), before.id, { version: 2, check: elsewhere })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'secrets.token' }] });
    await expect(tryCheck(nines.runtime, alice(), { check: elsewhere, id: before.id })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is not found by another tenant', async () => {
    const { id } = await createCheck(nines.runtime, alice(), draft());
    await expect(readCheck(nines.runtime, charlie(), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateCheck(nines.runtime, charlie(), id, { version: 1, check: draft() })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteCheck(nines.runtime, charlie(), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(runCheck(nines.runtime, charlie(), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readCheckHistory(nines.runtime, charlie(), id, '24h')).rejects.toMatchObject({ code: 'not_found' });
    await expect(tryCheck(nines.runtime, charlie(), { check: draft(), id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses a name that is taken, an old version, another kind, a service that there is not', async () => {
    const { id, name } = await createCheck(nines.runtime, alice(), draft());
    await expect(createCheck(nines.runtime, alice(), draft({ name }))).rejects.toMatchObject({ code: 'conflict' });
    await expect(updateCheck(nines.runtime, alice(), id, { version: 7, check: draft() })).rejects.toMatchObject({ code: 'conflict' });
    await expect(deleteCheck(nines.runtime, alice(), id, 7)).rejects.toMatchObject({ code: 'conflict' });
    await expect(updateCheck(nines.runtime, alice(), id, { version: 1, check: draft({ kind: 'promql', settings: { expr: 'up' } }) })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'kind' }] });
    await expect(createCheck(nines.runtime, alice(), draft({ serviceId: crypto.randomUUID() }))).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'serviceId' }] });
    await expect(createCheck(nines.runtime, alice(), draft({ settings: { url: 'file:///etc/passwd' } }))).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'settings.url' }] });
  });

  it('has no label that is the name of a metric', () => {
    expect(CheckDraft.safeParse({ name: 'x', kind: 'http', labels: { __name__: 'up' } }).error?.issues[0]?.path).toEqual(['labels', '__name__']);
    expect(ServiceInput.safeParse({ name: 'x', labels: { __name__: 'up' } }).error?.issues[0]?.path).toEqual(['labels', '__name__']);
    expect(CheckDraft.safeParse({ name: 'x', kind: 'http', labels: { _room: 'b' } }).success).toBe(true);
  });

  it('is refused when with it the checks of the tenant would run more than 250 times a second', async () => {
    const often = { intervalMs: 1_000, timeoutMs: 1_000, kind: 'heartbeat', settings: { periodSeconds: 3_600 } };
    const fast = Array.from({ length: 249 }, () => newCheck(nines.runtime, charlie(), draft(often)));
    await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.beta }, (tx) => insertChecks(tx, fast));
    const { id, name } = await createCheck(nines.runtime, charlie(), draft(often));
    const refused = { code: 'conflict', message: 'With this, the checks that are on would run 251 times a second, and at most 250 are allowed. Give checks a longer interval, or switch some off.' };
    await expect(createCheck(nines.runtime, charlie(), draft(often))).rejects.toMatchObject(refused);
    const off = await createCheck(nines.runtime, charlie(), draft({ ...often, isEnabled: false }));
    await expect(updateCheck(nines.runtime, charlie(), off.id, { version: 1, check: draft({ ...often, name: off.name }) })).rejects.toMatchObject(refused);
    await updateCheck(nines.runtime, charlie(), id, { version: 1, check: draft({ ...often, name, labels: { room: 'b' } }) });
    const text = JSON.stringify({ version: '1.23.13', monitorList: [{ name: 'one more', type: 'ping', hostname: 'example.com', interval: 20 }] });
    for (const isTrial of [true, false]) await expect(importChecks(nines.runtime, charlie(), { source: 'uptime-kuma', text, targets: [], isTrial })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('can be of every kind, each with a form', () => {
    const { kinds } = listKindsOfChecks();
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['http', 'heartbeat', 'tcp', 'tls', 'dns', 'ping', 'postgres', 'redis', 'promql']));
    for (const { settings } of kinds) expect(settings).toHaveProperty('type', 'object');
  });
});

describe('running a check', () => {
  it('that is switched off, or that another node runs, tells what it found and that this does not count', async () => {
    const target = await startTarget();
    const { id } = await createCheck(nines.runtime, alice(), draft({ settings: { url: target.url }, isEnabled: false }));
    expect(await runCheck(nines.runtime, alice(), id)).toMatchObject({ success: true, isCounted: false });
    expect((await readCheck(nines.runtime, alice(), id)).check.last).toBeNull();
    await target.stop();
  });

  it('finds its target up, then down with what was seen, and back up', async () => {
    const target = await startTarget();
    const { id, name } = await createCheck(nines.runtime, alice(), draft({ settings: { url: target.url }, labels: { env: 'live' } }));
    expect(await runCheck(nines.runtime, alice(), id)).toMatchObject({ success: true, isCounted: true });
    expect((await readCheck(nines.runtime, alice(), id)).check).toMatchObject({ state: 'up', last: { success: true } });
    await target.stop();
    expect(await runCheck(nines.runtime, alice(), id)).toMatchObject({ success: false });
    const down = await readCheck(nines.runtime, alice(), id);
    expect(down.check).toMatchObject({ state: 'down', last: { success: false } });
    expect(down.events.map(({ from, to }) => `${from}>${to}`)).toEqual(['up>down', 'unknown>up']);
    expect(down.events[0]?.evidence?.error).toMatch(/refused/i);
    const listed = await listChecks(nines.runtime, alice(), { text: name, limit: 10, offset: 0 }, well);
    expect(listed.checks[0]).toMatchObject({ id, state: 'down' });
    await target.start();
    await runCheck(nines.runtime, alice(), id);
    expect((await readCheck(nines.runtime, alice(), id)).check.state).toBe('up');
    const found = await nines.runtime.metrics.query(nines.tenants.alpha, { expr: `probe_success{check_id="${id}",env="live",kind="http"}`, timeMs: Date.now() });
    expect(found.result).toMatchObject({ type: 'vector', series: [{ value: 1 }] });
    const history = await readCheckHistory(nines.runtime, alice(), id, '1h');
    expect(history.bars).toHaveLength(60);
    expect(history.uptimePercent).not.toBeNull();
    expect(history.latency.p50Ms).toBeGreaterThan(0);
    expect(history.latency.phases.map(({ phase }) => phase)).toContain('connect');
    await target.stop();
  });

  it('tries one that is not stored, and stores nothing', async () => {
    const target = await startTarget();
    expect(await tryCheck(nines.runtime, alice(), { check: draft({ settings: { url: target.url, contains: ['ok'] } }) })).toMatchObject({ success: true, evidence: { status: 200 } });
    expect(await tryCheck(nines.runtime, alice(), { check: draft({ settings: { url: target.url, contains: ['no such text'] } }) })).toMatchObject({ success: false });
    await target.stop();
  });
});

describe('a heartbeat', () => {
  const tokenOf = (url: string | null) => url?.split('/').at(-1) ?? '';
  const call = (token: string, event: 'start' | 'success' | 'fail' = 'success', message?: string) => receiveHeartbeat(nines.database, { token, event, message, address: '192.0.2.1', now: Date.now() });

  it('is found by its token alone, which is stored as its hash and sealed', async () => {
    const { id, heartbeatUrl } = await createCheck(nines.runtime, alice(), draft({ kind: 'heartbeat', settings: { periodSeconds: 10, graceSeconds: 0 } }));
    const token = tokenOf(heartbeatUrl);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const row = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.check.findUniqueOrThrow({ where: { id } }));
    expect(JSON.stringify(row)).not.toContain(token);
    const reader = callerOf(nines.cast.alice, ['monitoring.read'], Date.now());
    expect((await readCheck(nines.runtime, reader, id)).check.heartbeatUrl).toBeNull();
    expect(await call(token)).toEqual({ ok: true });
    await expect(call('A'.repeat(43))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is up after a success, down after a failure with what it said, and up again', async () => {
    const { id, heartbeatUrl } = await createCheck(nines.runtime, alice(), draft({ kind: 'heartbeat', settings: { periodSeconds: 3_600 } }));
    const stateAfter = async (event: 'start' | 'success' | 'fail', message?: string) => {
      await call(tokenOf(heartbeatUrl), event, message);
      await runCheck(nines.runtime, alice(), id);
      const { check } = await readCheck(nines.runtime, alice(), id);
      return `${check.state} ${check.reason}`;
    };
    expect(await stateAfter('success')).toMatch(/^up /);
    expect(await stateAfter('fail', 'disk \u0000full')).toMatch(/^down .*disk full/);
    expect(await stateAfter('start')).toMatch(/^down /);
    expect(await stateAfter('success')).toMatch(/^up /);
  });

  it('is not taken more often than it needs to be, and wrong tokens are not tried for long', async () => {
    const { heartbeatUrl } = await createCheck(nines.runtime, alice(), draft({ kind: 'heartbeat', settings: {} }));
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => call(tokenOf(heartbeatUrl))));
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(25);
    const guesses = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => receiveHeartbeat(nines.database, { token: `wrong ${index}`, event: 'success', address: '198.51.100.7', now: 0 })));
    expect(guesses).toHaveLength(40);
    await expect(receiveHeartbeat(nines.database, { token: 'wrong', event: 'success', address: '198.51.100.7', now: 0 })).rejects.toMatchObject({ code: 'too_many_requests' });
  });
});
