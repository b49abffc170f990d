import type { z } from 'zod';
import { permissionsOf } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { declareIncident as endpoint } from '@/lib/incidents/api';
import type { Incident } from '@/lib/incidents/schemas';
import { storeAlerts } from '@/server/alerts/test-stored-alerts';
import type { Database } from '@/server/database/database';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { declareIncident } from './declare-incident';
import { loadIncident } from './load-incidents';
import { readTimeline } from './read-timeline';

export const nowOfTest = Date.parse('2026-03-28T03:00:00Z');

/** A database with the cast in it, and what tests of incidents do again and again. */
export interface TestIncidents {
  database: Database;
  tenants: TestDatabase['tenants'];
  cast: Cast;
  alice: Caller;
  charlie: Caller;
  declare(body?: Partial<z.input<NonNullable<(typeof endpoint)['body']>>>, caller?: Caller): Promise<Incident>;
  load(id: string, caller?: Caller): Promise<Incident>;
  /** The sentences of a timeline, the oldest first. */
  timeline(id: string, caller?: Caller): Promise<string[]>;
  audited(action: string, caller?: Caller): Promise<number>;
  /** An alert that fires, of its own name and of a service. */
  alert(name: string, service?: string, caller?: Caller): Promise<string>;
  service(name: string, caller?: Caller): Promise<string>;
  close(): Promise<void>;
}

export async function startTestIncidents(): Promise<TestIncidents> {
  const test = await createTestDatabase();
  const { database, tenants } = test;
  const cast = await createCast(database, tenants);
  const alice = callerOf(cast.alice, permissionsOf('OWNER'), nowOfTest);
  const inTenant = <T>(caller: Caller, run: Parameters<typeof database.transaction<T>>[1]) => database.transaction({ kind: 'tenant', tenant: caller.tenant }, run);
  return {
    database, tenants, cast, alice,
    charlie: callerOf(cast.charlie, permissionsOf('OWNER'), nowOfTest),
    declare: (body = {}, caller = alice) => {
      if (!endpoint.body) throw new Error('The endpoint has no body.');
      return declareIncident({ database }, caller, endpoint.body.parse({ title: 'Checkout is down', severity: 'sev1', ...body }));
    },
    load: (id, caller = alice) => inTenant(caller, (tx) => loadIncident(tx, id)),
    timeline: async (id, caller = alice) => (await readTimeline({ database }, caller, id, { limit: 500 })).entries.map(({ text }) => text).reverse(),
    audited: (action, caller = alice) => inTenant(caller, (tx) => tx.auditEntry.count({ where: { action } })),
    alert: async (name, service = '', caller = alice) => {
      const at = new Date(nowOfTest - 60_000);
      const [id = ''] = await storeAlerts(database, caller.tenant, [{ labels: { alertname: name, severity: 'critical', ...(service === '' ? {} : { service }) }, startsAt: at, firedAt: at }]);
      return id;
    },
    service: async (name, caller = alice) => (await inTenant(caller, (tx) => tx.service.create({ select: { id: true }, data: { tenantId: caller.tenant.id, name, settings: { name, team: 'web' } } }))).id,
    close: () => test.drop(),
  };
}
