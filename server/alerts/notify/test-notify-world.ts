import { randomUUID } from 'node:crypto';
import type { Route } from '@/lib/alerts/notify/schemas';
import type { PolicySettings, ScheduleSettings } from '@/lib/alerts/on-call/schemas';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import { fingerprintOf } from '@/lib/alerts/fingerprint';
import type { DayWorld } from '@/lib/alerts/notify/test-day';
import type { Caller } from '@/lib/context';
import { labelSetOf } from '@/lib/metrics/labels';
import type { SendToChannel } from '@/server/alerts/channels/send';
import { applySignals, type AlertSignal } from '@/server/alerts/alert-store';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { createDeliverer, type Deliverer } from './deliverer';
import { createNotifier, type Notifier } from './notifier';

export interface Arrived {
  deliveryId: string;
  channel: string;
  to: string;
  message: Parameters<SendToChannel>[1]['message'];
  atMs: number;
}

interface Node {
  notifier: Notifier;
  deliverer: Deliverer;
}

export interface NotifyWorld extends DayWorld, Pick<TestDatabase, 'database' | 'tenants'> {
  tenant: Caller['tenant'];
  nowMs: number;
  /** What the recipients got, in the order in which it arrived. */
  arrived: Arrived[];
  /** What a channel does with a message; throws when it does not take it. */
  receive: (arrived: Arrived) => Promise<void> | void;
  person(name: string): Promise<string>;
  channel(name: string, kind?: string): Promise<string>;
  route(route: Route): Promise<void>;
  policy(id: string, settings: PolicySettings): Promise<void>;
  schedule(id: string, settings: ScheduleSettings): Promise<void>;
  tick(): Promise<void>;
  rows<T extends object>(sql: string, parameters?: unknown[]): Promise<T[]>;
  drop(): Promise<void>;
}

/** A tenant on a real database, whose notifications two nodes see to at the same time, by a clock that the test sets. */
export async function createNotifyWorld(startMs: number): Promise<NotifyWorld> {
  const { database, tenants, drop } = await createTestDatabase();
  const tenant = tenants.alpha;
  let nodes: Node[] = [];
  const rows = <T extends object>(sql: string, parameters: unknown[] = []) => database.withTenant(tenant, async (client) => (await client.query<T>(sql, parameters)).rows);
  const run = async (sql: string, parameters: unknown[]) => void (await rows(sql, parameters));
  const json = (value: unknown) => JSON.stringify(value);

  function start(): void {
    const send: SendToChannel = async ({ name }, { id, recipient, message }) => {
      const arrived = { deliveryId: id, channel: name, to: recipient.kind === 'user' ? `${recipient.name} by ${name}` : name, message, atMs: world.nowMs };
      await world.receive(arrived);
      world.arrived.push(arrived);
      return { status: 200 };
    };
    const log = createLog('silent');
    const shared = { database, log, url: 'https://nines.example' };
    nodes = ['one', 'two'].map(() => ({ notifier: createNotifier(shared), deliverer: createDeliverer({ ...shared, send, nodeId: randomUUID(), chance: () => 0.5 }) }));
  }

  async function turn(): Promise<number | null> {
    const planned = await Promise.all(nodes.map(({ notifier }) => notifier.tick(tenant, world.nowMs)));
    await Promise.all(nodes.map(({ deliverer }) => deliverer.tick(world.nowMs)));
    await Promise.all(nodes.map(({ deliverer }) => deliverer.idle()));
    const sent = await Promise.all(nodes.map(({ deliverer }) => deliverer.tick(world.nowMs)));
    await Promise.all(nodes.map(({ deliverer }) => deliverer.idle()));
    const due = [...planned, ...sent].map(({ nextDueMs }) => nextDueMs).filter((time) => time !== null);
    return due.length === 0 ? null : Math.max(world.nowMs + 1, Math.min(...due));
  }

  async function signal(kind: AlertSignal['kind'], all: Record<string, string>[], isFlapping: boolean): Promise<string[]> {
    const signals = all.map((labels): AlertSignal => {
      const set = labelSetOf(Object.entries(labels));
      return {
        kind, atMs: world.nowMs, fingerprint: fingerprintOf(set), labels: set, annotations: {}, value: 1, startsAtMs: world.nowMs, source: 'rule', ruleId: null, runbookUrl: null, generatorUrl: null,
        activeUntilMs: null, resolution: 'condition', isFlapping, reason: 'The test says so.', evaluation: null,
      };
    });
    await applySignals(database, tenant, signals);
    const found = await rows<{ id: string; fingerprint: string }>('select id, fingerprint from alerts where is_active and fingerprint = any($1)', [signals.map(({ fingerprint }) => fingerprint)]);
    const byFingerprint = new Map(found.map(({ id, fingerprint }) => [fingerprint, id]));
    return signals.map(({ fingerprint }) => byFingerprint.get(fingerprint) ?? '');
  }

  async function labelsOf(ids: string[]): Promise<Record<string, string>[]> {
    return (await rows<{ labels: Record<string, string> }>('select labels from alerts where id = any($1::uuid[])', [ids])).map(({ labels }) => labels);
  }

  const world: NotifyWorld = {
    database, tenants, tenant, rows, drop,
    nowMs: startMs,
    arrived: [],
    receive: () => undefined,
    async person(name) {
      const { id } = await database.transaction({ kind: 'auth' }, async (tx) => {
        const user = await tx.user.create({ data: { email: `${name.toLowerCase()}@example.com`, name, passwordHash: '' } });
        await tx.membership.create({ data: { tenantId: tenant.id, userId: user.id, role: 'ADMIN' } });
        return user;
      });
      return id;
    },
    async channel(name, kind = 'slack') {
      const id = randomUUID();
      await run('insert into notification_channels (id, tenant_id, name, kind, settings, sealed) values ($1, $2, $3, $4, $5, $6)', [id, tenant.id, name, kind, '{}', '']);
      return id;
    },
    route: (route) => run('insert into notification_routing (tenant_id, settings) values ($1, $2) on conflict (tenant_id) do update set settings = $2, version = notification_routing.version + 1', [tenant.id, json(route)]),
    policy: (id, settings) => run('insert into escalation_policies (id, tenant_id, name, settings) values ($1, $2, $3, $4)', [id, tenant.id, settings.name, json(settings)]),
    schedule: (id, settings) => run('insert into on_call_schedules (id, tenant_id, name, settings) values ($1, $2, $3, $4)', [id, tenant.id, settings.name, json(settings)]),
    tick: async () => void (await turn()),
    async until(atMs) {
      for (let due = await turn(); due !== null && due <= atMs; due = await turn()) world.nowMs = due;
      world.nowMs = atMs;
      await turn();
    },
    fire: (all, { isFlapping = false } = {}) => signal('firing', all, isFlapping),
    flap: async (ids) => void (await signal('changed', await labelsOf(ids), true)),
    end: async (ids) => void (await signal('ended', await labelsOf(ids), false)),
    acknowledge: (ids, untilMs) =>
      run(
        `update alerts set state = 'acknowledged', acknowledged_at = $2, acknowledged_until = $3, acknowledged_by = $4, version = version + 1, updated_at = $2 where id = any($1::uuid[])`,
        [ids, new Date(world.nowMs), untilMs === null ? null : new Date(untilMs), json({ kind: 'user', id: 'alice', name: 'Alice' })],
      ),
    silence: (matchers: AlertMatcher[], startsAt, endsAt) =>
      run('insert into silences (tenant_id, matchers, starts_at, ends_at, comment, created_by) values ($1, $2, $3, $4, $5, $6)', [
        tenant.id, json(matchers), new Date(startsAt), new Date(endsAt), 'a deploy', json({ kind: 'user', id: 'alice', name: 'Alice' }),
      ]),
    async restart() {
      await Promise.all(nodes.map(({ deliverer }) => deliverer.stop()));
      start();
    },
  };
  start();
  return world;
}

