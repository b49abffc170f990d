import { z } from 'zod';
import { readPostedAlerts } from '@/lib/alertmanager/postable-alerts';
import { Refusal } from '@/lib/alertmanager/refusal';
import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import { refill, type TokenBucket } from '@/lib/auth/token-bucket';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { describeLabelSet } from '@/lib/metrics/labels';
import { applySignals } from '@/server/alerts/alert-store';
import type { Database } from '@/server/database/database';
import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { emptyAnswer, jsonBodyOf } from './api-answer';

/** Alerts of a tenant that are active at a time: what others send must not fill the database, but a storm of 10,000 beside what fires anyway fits. */
const maxActive = 20_000;
const maxErrors = 20;
/** New occurrences of a tenant, each a row that is kept for long: room for a storm that ends and comes again a few times. */
const newLimits = { capacity: 50_000, perSecond: 20 };
const maxBuckets = 10_000;

const Known = z.object({ fingerprint: z.string(), source: z.enum(['rule', 'api']) });

/** `POST /api/v2/alerts`: takes those that are right, and tells of the others as Alertmanager does; AppError `too_many_requests` where too many are new. */
export function createPostAlerts(database: Database): (request: WireRequest, caller: Caller) => Promise<Answer> {
  const buckets = new Map<string, TokenBucket>();
  return async (request, caller) => {
    const { signals, errors } = readPostedAlerts(await jsonBodyOf(request, 'alerts'), caller.now);
    const { taken, refused, late } = await sortOut(database, caller, signals, buckets);
    await applySignals(database, caller.tenant, taken);
    if (late > 0) {
      const message = `${late} of ${signals.length} alerts are not taken: of new ones, ${newLimits.capacity} are taken at once and then ${newLimits.perSecond} a second. Send them again later.`;
      throw new AppError('too_many_requests', message, { retryAfterSeconds: Math.ceil(late / newLimits.perSecond) });
    }
    const all = [...errors, ...refused];
    if (all.length === 0) return emptyAnswer;
    const more = all.length > maxErrors ? `; and ${all.length - maxErrors} more` : '';
    throw Refusal.own(400, all.slice(0, maxErrors).join('; ') + more);
  };
}

/** A rule of Nines keeps its own alerts, there is room for so many, and so many may be new in a time: `late` are too early. */
async function sortOut(database: Database, { tenant, now }: Caller, signals: readonly AlertSignal[], buckets: Map<string, TokenBucket>): Promise<{ taken: AlertSignal[]; refused: string[]; late: number }> {
  const { known, active } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const fingerprints = signals.map(({ fingerprint }) => fingerprint);
    const rows = await tx.$queryRaw`select fingerprint, source from alerts where is_active and fingerprint = any(${fingerprints})`;
    return { known: z.array(Known).parse(rows), active: await tx.alert.count({ where: { isActive: true } }) };
  });
  const sources = new Map(known.map(({ fingerprint, source }) => [fingerprint, source]));
  const taken: AlertSignal[] = [];
  const refused: string[] = [];
  let room = maxActive - active;
  let late = 0;
  // From here on nothing is awaited, so that requests at the same time spend from the same bucket.
  const bucket = refill(buckets.get(tenant.id), newLimits, now);
  for (const signal of signals) {
    const source = sources.get(signal.fingerprint);
    const isNew = source === undefined && signal.kind === 'firing';
    if (source === 'rule') refused.push(`a rule of Nines has an alert with the labels ${shown(signal)}`);
    else if (isNew && room <= 0) refused.push(`there are ${maxActive} active alerts already, so ${shown(signal)} is not taken`);
    else if (isNew && bucket.tokens < 1) late += 1;
    else {
      taken.push(signal);
      if (!isNew) {
        if (signal.kind === 'ended') sources.delete(signal.fingerprint);
        continue;
      }
      room -= 1;
      bucket.tokens -= 1;
      sources.set(signal.fingerprint, 'api');
    }
  }
  keep(buckets, tenant.id, bucket);
  return { taken, refused, late };
}

function keep(buckets: Map<string, TokenBucket>, tenantId: string, bucket: TokenBucket): void {
  buckets.delete(tenantId);
  if (buckets.size >= maxBuckets) buckets.delete(buckets.keys().next().value ?? '');
  buckets.set(tenantId, bucket);
}

function shown({ labels }: AlertSignal): string {
  return describeLabelSet(labels.slice(0, 40)).slice(0, 200).toWellFormed();
}
