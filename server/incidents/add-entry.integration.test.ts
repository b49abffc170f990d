import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissionsOf } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { addEntry as endpoint } from '@/lib/incidents/api';
import { appendSamples } from '@/server/metrics/append-samples';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { addToTimeline } from './add-entry';
import { declareIncident } from './declare-incident';
import { pinEntry } from './pin-entry';
import { readTimeline } from './read-timeline';

const minute = 60_000;
const now = Date.now();
let nines: TestRuntime;
let alice: Caller;
let charlie: Caller;

beforeAll(async () => {
  nines = await startTestRuntime();
  alice = callerOf(nines.cast.alice, permissionsOf('OWNER'), now);
  charlie = callerOf(nines.cast.charlie, permissionsOf('OWNER'), now);
});
afterAll(() => nines.close());

const declare = async (caller = alice) => (await declareIncident(nines.runtime, caller, { title: 'Checkout is down', severity: 'sev1', summary: '', serviceIds: [], alertIds: [], leadId: null })).id;
const add = (id: string, body: object, caller = alice) => {
  if (!endpoint.body) throw new Error('The endpoint has no body.');
  return addToTimeline(nines.runtime, caller, id, endpoint.body.parse({ text: 'a comment', ...body }));
};
const entries = async (id: string) => (await readTimeline(nines.runtime, alice, id, { limit: 100 })).entries;
const audited = (action: string) => nines.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) => tx.auditEntry.count({ where: { action } }));
const chart = (expr: string, changed: object = {}) => ({ evidence: { kind: 'chart', expr, from: now - 10 * minute, to: now, ...changed } });

describe('a comment', () => {
  it('is told at its time and audited, and one that is corrected stays', async () => {
    const id = await declare();
    const before = await audited('incident.add_entry');
    const wrong = await add(id, { text: 'It is the **pool**.', at: now - minute });
    expect(wrong).toMatchObject({ kind: 'comment', at: now - minute, noted: now, isPinned: false, corrects: null, actor: { kind: 'user', id: alice.actor.kind === 'user' ? alice.actor.id : '' } });
    const right = await add(id, { text: 'It is the disk.', corrects: wrong.id });
    expect(right).toMatchObject({ kind: 'correction', corrects: wrong.id });
    expect((await entries(id)).map(({ text }) => text)).toEqual(expect.arrayContaining(['It is the **pool**.', 'It is the disk.']));
    expect(await audited('incident.add_entry')).toBe(before + 2);
  });

  it('is pinned and unpinned, which is all of it that changes', async () => {
    const id = await declare();
    const entry = await add(id, { text: 'x'.repeat(10_000) });
    expect(await pinEntry(nines.runtime, alice, id, entry.id, { isPinned: true })).toEqual({ ...entry, isPinned: true });
    expect(await pinEntry(nines.runtime, alice, id, entry.id, { isPinned: false })).toEqual(entry);
    expect(await audited('incident.pin_entry')).toBe(2);
    await expect(pinEntry(nines.runtime, charlie, id, entry.id, { isPinned: true })).rejects.toMatchObject({ code: 'not_found' });
    await expect(pinEntry(nines.runtime, alice, await declare(), entry.id, { isPinned: true })).rejects.toMatchObject({ code: 'not_found' });
    await expect(pinEntry(nines.runtime, alice, id, '999999999999999999', { isPinned: true })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each<[what: string, body: () => Promise<object> | object, said: string]>([
    ['of a time that is to come', () => ({ at: now + 1 }), 'still to come'],
    ['that corrects what there is not', () => ({ corrects: '999999999999999999' }), 'body.corrects'],
    ['that corrects no number', () => ({ corrects: '1e5' }), 'body.corrects'],
    ['that corrects an entry of another incident', async () => ({ corrects: (await add(await declare(), {})).id }), 'body.corrects'],
    ['with NUL', () => ({ text: 'a\u0000b' }), 'without NUL'],
    ['with half of a character', () => ({ text: 'a\ud800' }), 'valid Unicode'],
    ['of more than 10,000 characters', () => ({ text: 'x'.repeat(10_001) }), '10000'],
  ])('%s is refused', async (_, body, said) => {
    const id = await declare();
    await expect((async () => add(id, await body()))()).rejects.toThrow(said);
  });

  it('of another tenant finds no incident', async () => {
    const id = await declare();
    await expect(add(id, {}, charlie)).rejects.toMatchObject({ code: 'not_found' });
    await expect(add(randomUUID(), {})).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a frozen chart', () => {
  beforeAll(async () => {
    const at = (age: number) => now - age * minute;
    await appendSamples(nines.runtime.metrics, alice.tenant, [
      ...[9, 8, 2, 1].map((age) => ({ name: 'pool_used', labels: { host: 'web-1' }, value: age, at: at(age) })),
      ...Array.from({ length: 11 }, (_, host) => ({ name: 'many', labels: { host: `h${host}` }, value: host, at: at(1) })),
    ]);
  });

  it('has the points that Nines looks up itself, with gaps where there are none', async () => {
    const id = await declare();
    const { evidence, kind } = await add(id, { text: 'The pool', isPinned: true, ...chart('pool_used') });
    expect([kind, evidence?.kind]).toEqual(['evidence', 'chart']);
    if (evidence?.kind !== 'chart') throw new Error('It is no chart.');
    const [series] = evidence.series;
    expect(series?.labels).toEqual({ __name__: 'pool_used', host: 'web-1' });
    expect(series?.points.length).toBeLessThanOrEqual(400);
    const values = series?.points.map(([, value]) => value) ?? [];
    expect(values[0]).toBeNull();
    expect(new Set(values)).toEqual(new Set([null, 9, 8, 2, 1]));
  });

  it('of 31 days has at most 400 points', async () => {
    const { evidence } = await add(await declare(), chart('vector(1)', { from: now - 31 * 86_400_000 }));
    expect(evidence?.kind === 'chart' && evidence.series[0]?.points.length).toBeLessThanOrEqual(400);
  });

  it.each<[what: string, evidence: object, said: string]>([
    ['of eleven series', chart('many'), 'It has 11 series, and at most 10 are pinned.'],
    ['of none', chart('nothing_of_the_kind'), 'nothing to pin'],
    ['that is no PromQL', chart('sum('), 'body.evidence.expr'],
    ['of text', chart('"text"'), 'body.evidence.expr'],
    ['that is to come', chart('vector(1)', { from: now + minute, to: now + 2 * minute }), 'still to come'],
    ['that ends before it begins', chart('vector(1)', { from: now, to: now - 1 }), 'has to end after it begins'],
    ['of 32 days', chart('vector(1)', { from: now - 32 * 86_400_000 }), 'at most 31 days'],
    ['of a check that there is not', { evidence: { kind: 'check_event', checkId: randomUUID(), eventId: '1' } }, 'body.evidence.eventId'],
  ])('%s is refused with what to change', async (_, evidence, said) => {
    const id = await declare();
    await expect((async () => add(id, evidence))()).rejects.toThrow(said);
  });

  it('has nothing of another tenant', async () => {
    await expect(add(await declare(charlie), chart('pool_used'), charlie)).rejects.toThrow('nothing to pin');
  });

  it('is one of at most fifty in an incident', async () => {
    const id = await declare();
    for (let made = 0; made < 50; made += 1) await add(id, chart('vector(1)'));
    await expect(add(id, chart('vector(1)'))).rejects.toMatchObject({ code: 'conflict' });
  }, 60_000);
});

describe('the evidence of a check', () => {
  it('is what the check saw then, also when the check is gone, and never that of another tenant', async () => {
    const checkId = randomUUID();
    const event = await nines.database.withTenant(alice.tenant, async (client) => {
      await client.query(`insert into checks (id, tenant_id, name, kind, target, settings, plan, sealed, is_enabled, updated_at) values ($1, $2, 'Shop', 'http', 'https://shop', '{}', '{}', '', true, now())`, [checkId, alice.tenant.id]);
      const { rows } = await client.query<{ id: string }>(`insert into check_events (tenant_id, check_id, at, from_state, to_state, reason, evidence) values ($1, $2, $3, 'up', 'down', 'It answered 502.', '{"status":502}') returning id::text`, [alice.tenant.id, checkId, new Date(now)]);
      return rows[0]?.id ?? '';
    });
    const asked = { evidence: { kind: 'check_event', checkId, eventId: event } };
    const id = await declare();
    const entry = await add(id, asked);
    const seen = { kind: 'check_event', checkId, checkName: 'Shop', eventId: event, at: now, state: 'down', reason: 'It answered 502.', evidence: { status: 502 } };
    expect(entry.evidence).toEqual(seen);
    await expect(add(await declare(charlie), asked, charlie)).rejects.toMatchObject({ code: 'invalid' });
    await nines.database.withTenant(alice.tenant, (client) => client.query('delete from checks where id = $1', [checkId]));
    expect((await entries(id)).find((each) => each.id === entry.id)?.evidence).toEqual(seen);
  });
});
