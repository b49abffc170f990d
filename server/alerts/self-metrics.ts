import type pg from 'pg';
import { z } from 'zod';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { appendSamples } from '@/server/metrics/append-samples';

/** What the evaluator knows of itself. */
interface EvaluationStats {
  /** Rules whose last evaluation failed. */
  failing: number;
  /** How late the last evaluations began, in milliseconds. */
  lateMs: number;
}

interface SelfMetricsOptions {
  owner: pg.Pool;
  store: MetricStore;
  /** Whose samples these are. */
  tenant: TenantRef;
  /** The name of this host on every sample. */
  instance: string;
  evaluation(): EvaluationStats;
}

export interface SelfMetrics {
  /** Measures and stores. Rejects when the database does not answer: the rules then find no data. */
  tick(nowMs: number): Promise<{ nextDueMs: number }>;
}

const everyMs = 15_000;
const Row = z.object({ databaseMs: z.coerce.number(), queued: z.coerce.number(), dead: z.coerce.number(), oldestMs: z.coerce.number().nullable(), lastAttempt: z.coerce.number() });

/** Nines watching itself: what the seeded rules on the database, the queues and the notifications compare. */
export function createSelfMetrics({ owner, store, tenant, instance, evaluation }: SelfMetricsOptions): SelfMetrics {
  let failures = 0;
  let seenAttempt: number | null = null;

  async function measure(): Promise<Record<string, number>> {
    const askedMs = Date.now();
    const startedAt = performance.now();
    const { rows } = await owner.query(`select extract(epoch from clock_timestamp()) * 1000 as "databaseMs",
        (select count(*) from deliveries where state in ('queued', 'sending', 'retrying')) as queued,
        (select count(*) from deliveries where state = 'dead' and created_at > now() - interval '1 day') as dead,
        (select extract(epoch from min(created_at)) * 1000 from deliveries where state in ('queued', 'sending', 'retrying')) as "oldestMs",
        (select coalesce(max(id), 0) from delivery_attempts) as "lastAttempt"`);
    const tookMs = performance.now() - startedAt;
    const row = Row.parse(rows[0]);
    if (seenAttempt !== null && row.lastAttempt > seenAttempt) {
      const failed = await owner.query<{ count: string }>("select count(*) from delivery_attempts where id > $1 and outcome <> 'delivered'", [seenAttempt]);
      failures += Number(failed.rows[0]?.count ?? 0);
    }
    seenAttempt = row.lastAttempt;
    const { failing, lateMs } = evaluation();
    return {
      nines_database_response_seconds: tookMs / 1_000,
      // The middle of the question is when the database most likely read its clock.
      nines_database_clock_skew_seconds: (row.databaseMs - (askedMs + tookMs / 2)) / 1_000,
      nines_notifications_queued: row.queued,
      nines_notifications_oldest_seconds: row.oldestMs === null ? 0 : Math.max(0, row.databaseMs - row.oldestMs) / 1_000,
      nines_notifications_dead: row.dead,
      nines_notification_failures_total: failures,
      nines_rule_evaluation_failures: failing,
      nines_rule_evaluation_lag_seconds: lateMs / 1_000,
    };
  }

  return {
    async tick(nowMs) {
      const measured = await measure();
      const samples = Object.entries(measured).map(([name, value]) => ({ name, value, at: nowMs, labels: { instance } }));
      await appendSamples(store, tenant, samples);
      return { nextDueMs: (Math.floor(nowMs / everyMs) + 1) * everyMs };
    },
  };
}
