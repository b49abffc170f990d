import { checkKindOf } from '@/lib/checks/kinds/registry';
import type { PartedCheck } from '@/lib/checks/part-secrets';
import { CheckPlan } from '@/lib/checks/plan';
import type { CheckDraft, ProbeResult } from '@/lib/checks/schemas';
import { refill, type TokenBucket } from '@/lib/auth/token-bucket';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { mutate } from '@/server/audit/mutate';
import type { Prisma } from '@/server/database/generated/client';
import type { Checking } from './checking';
import { checkRow } from './checks';
import type { CheckVerbs } from './check-verbs';
import { partCheck } from './part-check';
import { checkedLookup } from './probes/checked-lookup';
import { runProbe } from './probes/registry';
import { failedResult } from './probes/result';
import { openCheck } from './sealed-check';

interface Parts extends CheckVerbs {
  checking: Checking;
  metrics: MetricStore;
}

/** Runs that people of one tenant ask for. */
const limits = { capacity: 30, perSecond: 0.5 };
const mostTenants = 10_000;
const buckets = new Map<string, TokenBucket>();
const longestMs = 30_000;

/**
 * Tries a check that is not stored. Secrets that are left out are those of the stored check `id`, which is audited. Throws `not_found`, `invalid` for what its
 * kind does not take and for a secret that would go to another place than before, `too_many_requests`.
 */
export async function tryCheck(parts: Parts, caller: Caller, { check, id }: { check: CheckDraft; id?: string | undefined }): Promise<ProbeResult> {
  takeTurn(caller);
  const parted = id === undefined ? partCheck(check) : await partsWithStored(parts, caller, check, id);
  return probe(parts, caller, parted, check.timeoutMs);
}

/**
 * Runs a stored check now, also when it is switched off; what is found counts if it is on and this process runs the checks, and says so. Throws `not_found`, `too_many_requests`, `unavailable`
 * where nothing can be found out.
 */
export async function runCheck(parts: Parts, caller: Caller, id: string): Promise<ProbeResult & { isCounted: boolean }> {
  const { database, sealer, checking } = parts;
  const { tenant } = caller;
  const row = await database.transaction({ kind: 'tenant', tenant }, (tx) => checkRow(tx, id));
  takeTurn(caller);
  await checking.reload(tenant.id);
  const found = await checking.runNow(tenant, id);
  if (found) return { ...found, isCounted: true };
  const kind = checkKindOf(row.kind);
  if (!kind) throw new AppError('unavailable', `Nines has no check of the kind ${row.kind} any more.`);
  const settings = kind.settings.parse(row.settings) as Record<string, unknown>;
  const result = await probe(parts, caller, { kind, settings, secrets: openCheck(sealer, tenant.id, id, row.sealed).secrets }, CheckPlan.parse(row.plan).timeoutMs);
  return { ...result, isCounted: false };
}

async function probe({ metrics }: Parts, { tenant, now }: Caller, { kind, settings, secrets }: PartedCheck, timeoutMs: number): Promise<ProbeResult> {
  if (kind.kind === 'heartbeat') return { ...failedResult('Nobody is asked: once it is saved, the check waits for the service to call.'), success: true };
  const services = { lookup: checkedLookup, store: metrics, tenant };
  return runProbe(kind.kind, { settings, secrets, timeoutMs: Math.min(timeoutMs, longestMs), signal: new AbortController().signal, nowMs: now, services });
}

async function partsWithStored({ database, sealer }: Parts, caller: Caller, check: CheckDraft, id: string): Promise<PartedCheck> {
  const { tenant } = caller;
  const row = await database.transaction({ kind: 'tenant', tenant }, (tx) => checkRow(tx, id));
  const parted = partCheck(check, { kind: row.kind, settings: row.settings, secrets: openCheck(sealer, tenant.id, id, row.sealed).secrets });
  if (parted.usesStored) {
    const after = { id, kind: row.kind, settings: parted.settings as Prisma.InputJsonObject };
    await mutate(database, caller, 'check.test', () => Promise.resolve({ result: undefined, before: null, after }));
  }
  return parted;
}

function takeTurn({ tenant, now }: Caller): void {
  const bucket = refill(buckets.get(tenant.id), limits, now);
  if (bucket.tokens < 1) throw new AppError('too_many_requests', 'Many checks were tried in the last minute. Try again in some seconds.', { retryAfterSeconds: 5 });
  buckets.delete(tenant.id);
  if (buckets.size >= mostTenants) buckets.delete(buckets.keys().next().value ?? '');
  buckets.set(tenant.id, { tokens: bucket.tokens - 1, at: now });
}
