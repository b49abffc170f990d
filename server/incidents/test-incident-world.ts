import { randomUUID } from 'node:crypto';
import type { PolicySettings } from '@/lib/alerts/on-call/schemas';
import type { AlertMessage } from '@/lib/alerts/notify/schemas';
import type { Caller } from '@/lib/context';
import { defaultIncidentSettings } from '@/lib/incidents/default-settings';
import { DeclareRule, IncidentSettings } from '@/lib/incidents/schemas';
import { createDeliverer } from '@/server/alerts/notify/deliverer';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { createIncidentTurn } from './incident-turn';

interface IncidentRow {
  id: string;
  number: number;
  version: number;
  title: string;
  state: string;
  severity: string;
  acknowledged_at: Date | null;
  escalation: { ended: string | null; dueMs: number | null } | null;
}

export interface IncidentWorld extends Pick<TestDatabase, 'database' | 'connection' | 'tenants'> {
  tenant: Caller['tenant'];
  nowMs: number;
  /** In the order in which it arrived. */
  arrived: { kind: AlertMessage['kind']; to: string; message: AlertMessage }[];
  rows<T extends object>(sql: string, parameters?: unknown[]): Promise<T[]>;
  incidents(): Promise<IncidentRow[]>;
  /** The sentences of a timeline, the oldest first. */
  timeline(incidentId: string, kind?: string): Promise<string[]>;
  person(name: string): Promise<string>;
  channel(name: string, kind?: string): Promise<string>;
  policy(settings: Partial<PolicySettings> & Pick<PolicySettings, 'steps'>): Promise<string>;
  /** In place of a rule by which every critical alert declares. */
  settings(changed: object): Promise<void>;
  /** One turn of an engine of its own, that knows nothing of the ones before. */
  turn(): Promise<{ nextDueMs: number | null }>;
  /** Sends what waits. */
  deliver(): Promise<void>;
  caller(name?: string, id?: string): Caller;
  drop(): Promise<void>;
}

/** A tenant on a real database whose incidents are seen to by a clock that the test sets. */
export async function createIncidentWorld(startMs: number): Promise<IncidentWorld> {
  const { database, connection, tenants, drop } = await createTestDatabase();
  const tenant = tenants.alpha;
  const log = createLog('silent');
  const url = 'https://nines.example';
  const rows = <T extends object>(sql: string, parameters: unknown[] = []) => database.withTenant(tenant, async (client) => (await client.query<T>(sql, parameters)).rows);
  const world: IncidentWorld = {
    database, connection, tenants, tenant, rows, drop,
    nowMs: startMs,
    arrived: [],
    incidents: () => rows<IncidentRow>('select id, number, version, title, state, severity, acknowledged_at, escalation from incidents order by number'),
    timeline: async (incidentId, kind) => (await rows<{ text: string }>('select text from incident_entries where incident_id = $1 and ($2::text is null or kind = $2) order by at, id', [incidentId, kind ?? null])).map(({ text }) => text),
    async person(name) {
      const { id } = await database.transaction({ kind: 'auth' }, async (tx) => {
        const user = await tx.user.create({ data: { email: `${name.toLowerCase()}@example.com`, name, passwordHash: '' } });
        await tx.membership.create({ data: { tenantId: tenant.id, userId: user.id, role: 'ADMIN' } });
        return user;
      });
      return id;
    },
    async channel(name, kind = 'email') {
      const id = randomUUID();
      await rows('insert into notification_channels (id, tenant_id, name, kind, settings, sealed) values ($1, $2, $3, $4, $5, $6)', [id, tenant.id, name, kind, '{}', '']);
      return id;
    },
    async policy(settings) {
      const id = randomUUID();
      await rows('insert into escalation_policies (id, tenant_id, name, settings) values ($1, $2, $3, $4)', [id, tenant.id, 'Night', JSON.stringify({ name: 'Night', repeats: 0, repeatAfterMs: 1_800_000, ...settings })]);
      return id;
    },
    async settings(changed) {
      const settings = IncidentSettings.parse({ ...defaultIncidentSettings, checklist: [], declare: [DeclareRule.parse({ name: 'critical', severity: 'sev1' })], ...changed });
      await rows('insert into incident_settings (tenant_id, settings) values ($1, $2) on conflict (tenant_id) do update set settings = $2', [tenant.id, JSON.stringify(settings)]);
    },
    turn: () => createIncidentTurn({ database, url, log })(tenant, world.nowMs),
    async deliver() {
      const deliverer = createDeliverer({
        database, url, log, nodeId: randomUUID(), chance: () => 0.5,
        send: ({ name }, { recipient, message }) => {
          world.arrived.push({ kind: message.kind, to: recipient.kind === 'user' ? recipient.name : name, message });
          return Promise.resolve({ status: 200 });
        },
      });
      await deliverer.tick(world.nowMs);
      await deliverer.idle();
      await deliverer.stop();
    },
    caller: (name = 'Alice', id = randomUUID()) => ({
      tenant, actor: { kind: 'user', id, email: `${name}@example.com`, name, role: 'OWNER', sessionId: randomUUID() },
      permissions: ['monitoring.read', 'monitoring.incident.update', 'monitoring.incident.create', 'monitoring.alert.acknowledge'], now: world.nowMs, requestId: 'test',
    }),
  };
  await world.settings({});
  return world;
}
