import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissionsOf } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import * as hookCall from './[token]/route';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createHook, deleteHook, listHooks } from '@/server/incidents/hooks';
import { listIncidents } from '@/server/incidents/list-incidents';
import { readTimeline } from '@/server/incidents/read-timeline';

let nines: TestRuntime;
let alice: Caller;
let charlie: Caller;

beforeAll(async () => {
  nines = await startTestRuntime({ routes: { '/api/incident-hooks/[token]': hookCall } });
  alice = callerOf(nines.cast.alice, permissionsOf('OWNER'), Date.now());
  charlie = callerOf(nines.cast.charlie, permissionsOf('OWNER'), Date.now());
});
afterAll(() => nines.close());

const create = (name = 'chat', caller = alice) => createHook(nines.runtime, caller, { name, severity: 'sev2' });

async function post(url: string, body: string | object, type = 'application/json'): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${nines.origin}${new URL(url).pathname}`, { method: 'POST', headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const slash = (url: string, fields: Record<string, string>) => post(url, new URLSearchParams({ command: '/incident', user_name: 'bob', channel_name: 'ops', ...fields }).toString(), 'application/x-www-form-urlencoded');
const incidents = async (caller = alice) => (await listIncidents(nines.runtime, caller, { limit: 200 })).incidents;
const audited = (action: string) => nines.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) => tx.auditEntry.findMany({ where: { action } }));

describe('a hook', () => {
  it('shows its address once, and is listed, audited and deleted without it', async () => {
    const { hook, url } = await create('a pipeline');
    const token = url.split('/').at(-1) ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    expect((await listHooks(nines.runtime, alice)).hooks).toContainEqual(hook);
    expect(JSON.stringify(await audited('incident_hook.create'), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(token);
    expect((await listHooks(nines.runtime, charlie)).hooks).toEqual([]);
    await expect(deleteHook(nines.runtime, charlie, hook.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await post(url, { title: 'x' })).status).toBe(200);
    await deleteHook(nines.runtime, alice, hook.id);
    expect((await post(url, { title: 'x' })).status).toBe(404);
    await expect(deleteHook(nines.runtime, alice, hook.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await audited('incident_hook.delete')).toHaveLength(1);
  });

  it('of a severity that there is not is refused', async () => {
    await expect(createHook(nines.runtime, alice, { name: 'x', severity: 'sev9' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('programs that declare without end', () => {
  it('are refused while a hundred of theirs are open, and heard again when some are resolved', async () => {
    const { url } = await create('a loop', charlie);
    const { tenant } = charlie;
    await nines.database.transaction({ kind: 'tenant', tenant }, (tx) =>
      tx.incident.createMany({
        data: Array.from({ length: 100 }, (_, index) => ({ tenantId: tenant.id, number: 1_000 + index, title: 'x', state: 'investigating', severity: 'sev3', source: 'hook', declaredBy: {}, startedAt: new Date(), joinedAt: new Date() })),
      }),
    );
    const refused = await post(url, { title: 'One more' });
    expect([refused.status, refused.body.detail]).toEqual([429, expect.stringContaining('100 incidents that programs declared are open')]);
    await nines.database.transaction({ kind: 'tenant', tenant }, (tx) => tx.incident.updateMany({ where: { number: 1_000 }, data: { state: 'resolved' } }));
    expect((await post(url, { title: 'One more' })).status).toBe(200);
    await nines.database.transaction({ kind: 'tenant', tenant }, (tx) => tx.incident.deleteMany());
  });
});

describe('a call of a hook', () => {
  it('declares an incident by the name of the hook, in its tenant alone', async () => {
    const { url } = await create('the pipeline');
    await nines.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) => tx.service.create({ data: { tenantId: alice.tenant.id, name: 'shop', settings: { name: 'shop' } } }));
    const { status, body } = await post(url, { title: 'Deploy failed', summary: 'Step **4**', services: ['shop', 'gone'] });
    expect([status, body]).toEqual([200, { number: expect.any(Number) as number, url: expect.stringMatching(/\/incidents\/[0-9a-f-]{36}$/) as string }]);
    const made = (await incidents()).find(({ number }) => number === body.number);
    expect(made).toMatchObject({ title: 'Deploy failed', severity: 'sev2', source: 'hook', summary: 'Step **4**', services: [{ name: 'shop' }], times: { acknowledged: null } });
    const { entries } = await readTimeline(nines.runtime, alice, made?.id ?? '', { limit: 10 });
    expect(entries[0]).toMatchObject({ text: 'The hook the pipeline declared it. It named services that there are not: gone.', actor: { kind: 'key', name: 'the pipeline' } });
    expect(await incidents(charlie)).toEqual([]);
    expect((await listHooks(nines.runtime, alice)).hooks.find(({ name }) => name === 'the pipeline')?.lastUsedAt).not.toBeNull();
  });

  it('with the key of an earlier one answers that incident, whoever calls at the same time', async () => {
    const { url } = await create();
    const before = (await incidents()).length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(url, { title: 'Once', key: 'run 7' })));
    answers.push(await post(url, { title: 'Once more', key: 'run 7' }));
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1);
    expect(await incidents()).toHaveLength(before + 1);
    const other = await create('another hook');
    expect((await post(other.url, { title: 'Once', key: 'run 7' })).body.number).not.toBe(answers[0]?.body.number);
  });

  it('by a slash command is answered in its form, also where it says nothing', async () => {
    const { url } = await create();
    const made = await slash(url, { text: 'sev1 Checkout <!channel> @here is down', trigger_id: 'a.1' });
    expect(made).toMatchObject({ status: 200, body: { response_type: 'in_channel', text: expect.stringMatching(/^Incident \d+ \(SEV1\): Checkout &lt;!channel&gt; @\u200Bhere is down http/) as string } });
    expect((await slash(url, { text: 'sev1 Checkout is down', trigger_id: 'a.1' })).body).toEqual(made.body);
    expect((await slash(url, { text: '' })).body).toEqual({ response_type: 'ephemeral', text: 'Say what is broken, like: /incident sev1 Checkout is down' });
  });

  it.each<[what: string, status: number, body: string | object, type?: string]>([
    ['without a title', 400, {}],
    ['with a severity that there is not', 400, { title: 'x', severity: 'sev9' }],
    ['with NUL', 400, '{"title":"a\\u0000b"}'],
    ['with half of a character', 400, '{"title":"a\\ud800"}'],
    ['that is no JSON', 400, '{'],
    ['of text', 400, 'x', 'text/plain'],
    ['with a million brackets', 413, '['.repeat(500_000)],
    ['over 16 KiB', 413, { title: 'x', summary: 'y'.repeat(17_000) }],
    ['with a form over 16 KiB', 413, `text=${'y'.repeat(17_000)}`, 'application/x-www-form-urlencoded'],
  ])('%s is refused', async (_, status, body, type) => {
    const { url } = await create('hostile');
    expect((await post(url, body, type)).status).toBe(status);
  });

  it('more than twenty times in a minute is refused, and other hooks are not', async () => {
    const [busy, other] = [await create('busy'), await create('other')];
    const statuses: number[] = [];
    for (let call = 0; call < 22; call += 1) statuses.push((await post(busy.url, { title: 'x', key: 'same' })).status);
    expect([statuses.slice(0, 20).every((status) => status === 200), statuses.at(-1)]).toEqual([true, 429]);
    expect((await post(other.url, { title: 'x' })).status).toBe(200);
  });

  it('by guessed addresses is slowed down, and those that are right still work', async () => {
    const { url } = await create('known');
    expect((await post(url, { title: 'x' })).status).toBe(200);
    const statuses: number[] = [];
    for (let guess = 0; guess < 22; guess += 1) statuses.push((await post(`${nines.origin}/api/incident-hooks/${String(guess).padStart(43, 'A')}`, { title: 'x' })).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
    expect((await post(url, { title: 'x' })).status).toBe(200);
  });
});
