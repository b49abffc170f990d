import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { permissions } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { configurationActions, sectionOfAction } from '@/lib/configuration/managed';
import { messageOf } from '@/lib/errors';
import { listenForTurn } from '@/server/database/turn-listener';
import { withConfiguration } from './configuration';
import { recordVersion } from './versions';
import type { ConfigSources } from './work';

const settleMs = 2_000;
const lock = 1_853_453_441;
const mostTenants = 10_000;

export interface Snapshots {
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** Writes a version of the configuration soon after each change of it, whoever made it and wherever: one node does it for all. */
export function createSnapshots(sources: ConfigSources, connection: pg.ClientConfig): Snapshots {
  const due = new Map<string, NodeJS.Timeout>();
  const seen = new Map<string, bigint>();
  let isTurn = false;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  function wake(tenantId: string): void {
    if (!isTurn || isStopped || due.has(tenantId)) return;
    due.set(tenantId, setTimeout(() => {
      due.delete(tenantId);
      running = running.then(() => (isStopped ? undefined : snapshot(tenantId))).catch((error: unknown) => sources.log.warn({ tenant: tenantId, reason: messageOf(error) }, 'a version of the configuration could not be written'));
    }, settleMs));
  }

  async function wakeAll(): Promise<void> {
    if (!isTurn || isStopped) return;
    const rows = await sources.database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findMany({ select: { id: true }, take: mostTenants }));
    for (const { id } of rows) wake(id);
  }

  async function snapshot(tenantId: string): Promise<void> {
    const row = await sources.database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
    if (!row) return;
    const { id, number, slug, name } = row;
    const caller = systemCaller({ id, number, slug, name }, 'config-versions');
    const { end, isChanged } = await changedSince(sources, caller, seen.get(id) ?? null);
    if (isChanged) await withConfiguration(sources, caller, (work) => recordVersion(work, 'change'));
    seen.set(id, end);
  }

  const listener = listenForTurn(connection, {
    name: 'configuration', channel: 'nines_audit', lock, log: sources.log,
    onChange: (payload) => {
      if (payload !== null) wake(payload);
      else wakeAll().catch((error: unknown) => sources.log.warn({ reason: messageOf(error) }, 'tenants could not be listed'));
    },
    onTurn: (turn) => (isTurn = turn),
  });
  return {
    ready: listener.ready,
    async stop() {
      isStopped = true;
      for (const timer of due.values()) clearTimeout(timer);
      await listener.stop();
      await running;
    },
  };
}

/** Where the trail ends, and whether something of the configuration changed since. */
async function changedSince({ database }: ConfigSources, { tenant }: Caller, since: bigint | null): Promise<{ end: bigint; isChanged: boolean }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const newest = await tx.monitoringConfig.findFirst({ orderBy: { version: 'desc' }, select: { auditSeq: true } });
    const end = (await tx.auditChain.findFirst({ select: { seq: true } }))?.seq ?? 0n;
    if (!newest) return { end, isChanged: true };
    const from = since !== null && since > newest.auditSeq ? since : newest.auditSeq;
    const actions = await tx.auditEntry.findMany({
      where: { seq: { gt: from, lte: end }, OR: configurationActions.map((prefix) => ({ action: { startsWith: prefix } })) }, distinct: ['action'], select: { action: true }, take: 1_000,
    });
    return { end, isChanged: actions.some(({ action }) => sectionOfAction(action) !== null) };
  });
}

/** Nines itself, with every permission. */
export function systemCaller(tenant: Caller['tenant'], job: string): Caller {
  return { tenant, actor: { kind: 'system', job }, permissions, now: Date.now(), requestId: randomUUID() };
}
