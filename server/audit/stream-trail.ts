import { messageOf } from '@/lib/errors';
import { syslogBytes, syslogMessage } from '@/lib/audit/syslog';
import type { ExportedEntry } from '@/lib/audit/export-entries';
import type { AuditStream } from '@/lib/settings/audit-settings';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { AddressPolicy } from '@/server/outgoing/address-policy';
import type { OutgoingClient } from '@/server/outgoing/http-client';
import { OutgoingFailure } from '@/server/outgoing/outgoing-failure';
import type { Sealer } from '@/server/secrets/sealed';
import { settingsIn } from '@/server/settings/settings';
import { namesOf } from './actor-names';
import { findFollowing } from './find-following';
import { sendSyslog } from './send-syslog';
import { sendWebhook } from './send-webhook';
import { beginStream } from './stream-place';
import { openSecrets } from './stream-secrets';

export interface StreamSources {
  database: Database;
  sealer: Sealer;
  policy: AddressPolicy;
  outgoing: OutgoingClient;
  /** How this machine is called in syslog. */
  hostName: string;
}

const [shortestWaitMs, longestWaitMs] = [1_000, 300_000];

/**
 * Sends the next entries of a tenant, in their order, and keeps how far it came once they were taken: an entry is sent at least once. Answers whether it sent some, and more may wait. A failure is kept with
 * the time of the next attempt, and not thrown.
 */
export async function streamTrail(sources: StreamSources, tenant: TenantRef & { slug: string }, nowMs: number): Promise<boolean> {
  const { database } = sources;
  const scope = { kind: 'tenant', tenant } as const;
  const { settings, sealed, seq } = await database.transaction(scope, async (tx) => {
    const stored = await settingsIn(tx, tenant.id, 'audit');
    return { ...stored, seq: stored.settings.stream === null ? null : await placeOf(tx, tenant.id) };
  });
  if (settings.stream === null || seq === null) return false;
  const rows = await findFollowing(database, tenant, seq);
  const last = rows.at(-1);
  if (!last) return false;
  try {
    const nameOf = await namesOf(database, tenant, rows.map(({ actor }) => actor));
    const entries = rows.map(({ actor, ...row }): ExportedEntry => ({ ...row, actor: { ...actor, name: nameOf(actor) } }));
    await send(sources, tenant, { stream: settings.stream, sealed }, entries, nowMs);
  } catch (error) {
    await keepFailure(database, tenant, error, nowMs);
    return false;
  }
  await database.transaction(scope, (tx) => tx.auditStream.updateMany({ where: { tenantId: tenant.id, seq: { lt: last.seq } }, data: { seq: last.seq, failures: 0, lastError: null, nextAttemptAt: null, sentAt: new Date(nowMs) } }));
  return true;
}

async function placeOf(tx: Parameters<typeof beginStream>[0], tenantId: string): Promise<number> {
  const known = await tx.auditStream.findUnique({ where: { tenantId }, select: { seq: true } });
  return Number(known?.seq ?? (await beginStream(tx, tenantId)));
}

async function send({ sealer, policy, outgoing, hostName }: StreamSources, tenant: { id: string; slug: string }, { stream, sealed }: { stream: AuditStream; sealed: string | null }, entries: readonly ExportedEntry[], nowMs: number): Promise<void> {
  if (stream.kind === 'webhook') return sendWebhook(outgoing, stream, openSecrets(sealer, tenant.id, sealed), tenant, entries, nowMs);
  const most = stream.protocol === 'udp' ? syslogBytes.datagram : syslogBytes.stream;
  return sendSyslog(policy, stream, entries.map((entry) => syslogMessage(entry, hostName, most)));
}

/** Waits longer after each failure: from one second to five minutes, a little of it by chance. */
async function keepFailure(database: Database, tenant: TenantRef, error: unknown, nowMs: number): Promise<void> {
  const asked = error instanceof OutgoingFailure ? (error.retryAfterMs ?? 0) : 0;
  await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { failures } = await tx.auditStream.update({ where: { tenantId: tenant.id }, data: { failures: { increment: 1 }, lastError: messageOf(error).slice(0, 500) } });
    const waitMs = Math.min(longestWaitMs, Math.max(asked, shortestWaitMs * 2 ** Math.min(failures - 1, 10)) * (1 + Math.random() / 4));
    await tx.auditStream.update({ where: { tenantId: tenant.id }, data: { nextAttemptAt: new Date(nowMs + waitMs) } });
  });
}
