import { statfs } from 'node:fs/promises';
import { messageOf } from '@/lib/errors';
import { dayMs } from '@/lib/metrics/retention';
import type { RetentionFact, RetentionField } from '@/lib/settings/api';
import type { Kept, RetentionFigures, StoredPart } from '@/lib/settings/retention-cost';
import { retentionVariables } from '@/lib/settings/retention-variables';
import type { RetentionSettings } from '@/lib/settings/retention-settings';
import type { Caller } from '@/lib/context';
import type { Config } from '@/server/config';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { readSettings } from '@/server/settings/settings';

interface RetentionOptions {
  database: Database;
  /** Null when another program stores the metrics. */
  engine: MetricEngine | null;
  config: Pick<Config, 'metrics' | 'variables' | 'dataDir' | 'databaseUrl'>;
  /** Whose settings these are. */
  tenant: Caller['tenant'];
  log: Log;
}

export interface Retention {
  /** Makes the engine keep what is stored now; called at the start and whenever the section changed. Does not throw: until it can be read, what held before holds. */
  follow(): Promise<void>;
  /** What these settings come to, with the variables in force over them. */
  kept(settings: RetentionSettings): Kept;
  facts(settings: RetentionSettings): RetentionFact[];
  /** Null when another program stores the metrics. */
  measure(): Promise<{ figures: RetentionFigures; parts: StoredPart[] } | null>;
  stop(): void;
}

const countEveryMs = 10_000;
const rateOverMs = 5 * 60_000;

/** Retention as variables, settings and defaults say together, in that order, and what it takes on disk. */
export function createRetention({ database, engine, config, tenant, log }: RetentionOptions): Retention {
  const counts: { atMs: number; samples: number }[] = [];
  const count = () => {
    if (!engine) return;
    const atMs = performance.now();
    counts.push({ atMs, samples: engine.stats().appended });
    while (counts[0] && counts[0].atMs < atMs - rateOverMs) counts.shift();
  };
  count();
  const timer = setInterval(count, countEveryMs).unref();

  const isFixed = (field: RetentionField) => Object.hasOwn(config.variables, retentionVariables[field]);
  const { retentionMs, diskBudgetBytes } = config.metrics;
  const fallback: Record<RetentionField, number | null> = { rawDays: retentionMs.raw / dayMs, fiveMinuteDays: retentionMs['5m'] / dayMs, hourDays: retentionMs['1h'] / dayMs, diskBudgetBytes };
  const inForce = (settings: RetentionSettings, field: RetentionField) => (isFixed(field) ? fallback[field] : (settings[field] ?? fallback[field]));
  const kept = (settings: RetentionSettings): Kept => {
    const msOf = (field: RetentionField) => (inForce(settings, field) ?? 0) * dayMs;
    return { retentionMs: { raw: msOf('rawDays'), '5m': msOf('fiveMinuteDays'), '1h': msOf('hourDays') }, diskBudgetBytes: inForce(settings, 'diskBudgetBytes') };
  };

  return {
    async follow() {
      if (!engine) return;
      try {
        const { settings } = await readSettings(database, tenant, 'retention');
        const { retentionMs: retention, diskBudgetBytes: budget } = kept(settings);
        engine.keep({ retention, diskBudgetBytes: budget });
      } catch (error) {
        log.warn({ reason: messageOf(error) }, 'the retention of metrics could not be read; what held before holds');
      }
    },
    kept,
    facts: (settings) =>
      (Object.keys(retentionVariables) as RetentionField[]).map((field) => ({
        field, variable: retentionVariables[field], inForce: inForce(settings, field), fallback: fallback[field],
        setBy: isFixed(field) ? 'variable' : settings[field] === null ? 'default' : 'config',
      })),
    async measure() {
      if (!engine) return null;
      count();
      const { parts, totalBytes, bytesPerSample, bytesPerSeriesDay } = await database.withTenant(tenant, (client) => engine.footprint(client));
      const [first, last] = [counts[0], counts.at(-1)];
      const seconds = first && last ? (last.atMs - first.atMs) / 1000 : 0;
      const { activeSeries } = engine.stats();
      const perDay = (each: number | null) => (each === null ? null : each * activeSeries);
      return {
        parts,
        figures: {
          samplesPerSecond: first && last && seconds >= countEveryMs / 1000 ? (last.samples - first.samples) / seconds : null,
          bytesPerSample,
          bytesPerDay: { '5m': perDay(bytesPerSeriesDay['5m']), '1h': perDay(bytesPerSeriesDay['1h']) },
          totalBytes,
          freeBytes: config.databaseUrl === null ? await freeBytesOf(config.dataDir) : null,
        },
      };
    },
    stop: () => clearInterval(timer),
  };
}

async function freeBytesOf(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}
