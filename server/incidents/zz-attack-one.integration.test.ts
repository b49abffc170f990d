import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Prisma } from '@/server/database/generated/client';
import { createLog } from '@/server/log';
import { chaseActions } from './chase';
import { fillTimelines } from './fill-timeline';
import { mergeIncident } from './merge';
import { readIncident } from './read-incident';
import { writeTask } from './tasks';
import { nowOfTest as now, startTestIncidents, type TestIncidents } from './test-cast';
import { recordDeploy } from '@/server/deploys/deploys';
import { declareIncident as endpoint, writeTask as taskEndpoint } from '@/lib/incidents/api';

let test: TestIncidents;
beforeAll(async () => { test = await startTestIncidents(); });
afterAll(() => test.close());
const inT = <T>(run: (tx: any) => Promise<T>) => test.database.transaction({ kind: 'tenant', tenant: test.alice.tenant }, run);
const say = (...x: unknown[]) => process.stderr.write(x.map((e) => (typeof e === 'string' ? e : JSON.stringify(e))).join(' ') + '\n');

describe('attack', () => {
  for (const dueAt of [1e15, 8.64e15, -1e14, -2e14, 9e15, -9e15]) it(`dueAt ${dueAt}`, async () => {
    const { id } = await test.declare();
    say('schema takes', dueAt, taskEndpoint.body!.safeParse({ text: 'x', kind: 'action', dueAt }).success);
    const made = await writeTask(test, test.alice, id, { text: 'x', kind: 'action', ownerId: test.cast.bob.id, dueAt }).catch((e: Error) => say('write', dueAt, e.name, e.message.slice(0, 200)));
    if (made) say('made', made.dueAt);
    await readIncident({ ...test, url: 'https://n' }, test.alice, id).then(() => say('read ok')).catch((e: Error) => say('read FAILS', e.name, e.message.slice(0, 300)));
    await chaseActions({ database: test.database, url: 'https://n', log: createLog('silent') }, test.alice.tenant as never, now).then((r) => say('chase', dueAt, r)).catch((e: Error) => say('chase FAILS', dueAt, e.name, e.message.slice(0, 300)));
    await inT((tx) => tx.incidentTask.deleteMany({}));
  });
  it('old audit comes into the timeline', async () => {
    await inT((tx) => tx.auditEntry.create({ data: { tenantId: test.alice.tenant.id, actor: { kind: 'user', id: test.cast.alice.id }, action: 'channel.create', before: Prisma.DbNull, after: { name: 'secret project X channel' }, requestId: 'r', at: new Date('2020-01-01T00:00:00Z') } as never }));
    say('schema startedAt 0', endpoint.body!.safeParse({ title: 'x', severity: 'sev1', startedAt: 0 }).success);
    const { id } = await test.declare({ startedAt: 0 });
    await fillTimelines(test.database, test.alice.tenant as never, now);
    say('timeline', (await test.timeline(id)).filter((t) => t.includes('secret')));
  });
  for (const startedAt of [-1e14, -6.3e13, -9e15]) it(`startedAt ${startedAt}`, async () => {
    await test.declare({ startedAt }).then(({ id }) => say('declared', startedAt, id)).catch((e: Error) => say('declare', startedAt, e.name, e.message.slice(0, 160)));
    await inT((tx) => tx.incident.count()).then((c) => say('incidents', c));
  });
  it('merge passes by the limit of evidence', async () => {
    const target = await test.declare();
    for (let k = 0; k < 3; k += 1) {
      const one = await test.declare();
      const evidence = { kind: 'chart', expr: 'up', from: 0, to: 1000, stepMs: 1000, series: [] };
      await inT((tx) => tx.incidentEntry.createMany({ data: Array.from({ length: 50 }, () => ({ tenantId: test.alice.tenant.id, incidentId: one.id, at: new Date(now), notedAt: new Date(now), kind: 'evidence', text: 'x', evidence })) }));
      await mergeIncident(test, test.alice, one.id, { into: target.id, version: one.version });
    }
    say('evidence in target', await inT((tx) => tx.incidentEntry.count({ where: { incidentId: target.id, kind: 'evidence' } })));
  });
  it('deploys push out all else', async () => {
    const { id } = await test.declare();
    await recordDeploy(test, test.alice, { service: null, version: 'v', text: '', url: null, at: now - 60_000 });
    await inT((tx) => tx.$executeRaw`insert into deploys (tenant_id, service_id, service_name, version, text, url, actor, at) select tenant_id, service_id, service_name, version, text, url, actor, at from deploys, generate_series(1, 2000)`);
    await inT((tx) => tx.auditEntry.create({ data: { tenantId: test.alice.tenant.id, actor: { kind: 'user', id: test.cast.alice.id }, action: 'check.update', before: Prisma.DbNull, after: { name: 'the real cause' }, requestId: 'r', at: new Date(now) } as never }));
    await fillTimelines(test.database, test.alice.tenant as never, now);
    const lines = await inT((tx) => tx.incidentEntry.groupBy({ by: ['kind'], where: { incidentId: id }, _count: true }));
    say('kinds', lines, 'real cause', await inT((tx) => tx.incidentEntry.count({ where: { incidentId: id, text: { contains: 'the real cause' } } })));
    expect(1).toBe(1);
  });
});
