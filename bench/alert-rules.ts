import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import { labelSetFrom } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { bitsOf } from '@/lib/metrics/stale';
import type { TenantRef } from '@/lib/tenants';
import { createEvaluator } from '@/server/alerts/rules/evaluator';
import { createPrometheusMetricStore } from '@/server/metrics/prometheus/prometheus-metric-store';
import type { Database } from '@/server/database/database';
import { prometheusVersion, scratchPrometheusDir, startPrometheus } from './prometheus';
import { withScratchEngine } from './scratch-store';

const ruleCount = 1_000;
const intervalMs = 15_000;
const hosts = 100;
const metrics = 10;
const measuredIntervals = 4;

/** What rules in the field are like: a threshold on each series, an aggregate, a ratio of rates. */
function expressionOf(index: number): string {
  const metric = `bench_metric_${index % metrics}_total`;
  const level = 1_000_000 + index;
  if (index % 3 === 0) return `${metric} > ${level}`;
  if (index % 3 === 1) return `sum by (job) (${metric}) > ${level * 1_000}`;
  return `sum(rate(${metric}[5m])) / sum(rate(bench_metric_${(index + 1) % metrics}_total[5m])) > ${level}`;
}

async function fill(store: MetricStore, tenant: TenantRef, fromMs: number, toMs: number): Promise<void> {
  const batch = store.batch(tenant);
  const value = new Float64Array(1);
  const bits = bitsOf(value);
  for (let metric = 0; metric < metrics; metric += 1) {
    for (let host = 0; host < hosts; host += 1) {
      batch.series(labelSetFrom(`bench_metric_${metric}_total`, { job: `job-${host % 5}`, instance: `host-${host}` }));
      for (let timeMs = fromMs; timeMs < toMs; timeMs += 15_000) {
        value[0] = (timeMs % 1_000_000) / 100 + host;
        batch.sample(timeMs, bits[0] ?? 0, bits[1] ?? 0);
      }
    }
  }
  await store.append(tenant, batch);
}

async function addRules(database: Database, tenant: TenantRef): Promise<void> {
  const data = Array.from({ length: ruleCount }, (_, index) => {
    const settings = RuleSettings.parse({ name: `Bench ${index}`, intervalMs, forMs: 60_000, condition: { kind: 'promql', expr: expressionOf(index), severity: 'warning' }, annotations: { summary: '{{ $labels.instance }} is at {{ $value }}' } });
    return { tenantId: tenant.id, name: settings.name, settings };
  });
  await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.alertRule.createMany({ data }));
}

/** CPU seconds an interval that all rules take here, and the time of one evaluation. */
async function measureNines(): Promise<void> {
  await withScratchEngine(async ({ engine, tenant, database }) => {
    const nowMs = Date.now();
    await fill(engine, tenant, nowMs - 600_000, nowMs);
    await addRules(database, tenant);
    const took: number[] = [];
    const timed: MetricStore = new Proxy(engine, {
      get(target, name, receiver) {
        if (name !== 'query') return Reflect.get(target, name, receiver) as unknown;
        return async (...args: Parameters<MetricStore['query']>) => {
          const beganMs = performance.now();
          const answer = await target.query(...args);
          took.push(performance.now() - beganMs);
          return answer;
        };
      },
    });
    const evaluator = createEvaluator({ database, store: timed, log: pino({ level: 'warn' }), url: 'http://127.0.0.1:3000' });
    const loadedMs = performance.now();
    await evaluator.reload();
    const reloadMs = performance.now() - loadedMs;
    const turn = async (endMs: number) => {
      while (Date.now() < endMs) {
        const { nextDueMs } = await evaluator.tick(Date.now());
        await sleep(Math.max(0, Math.min((nextDueMs ?? endMs) - Date.now(), endMs - Date.now())));
      }
    };
    await turn(Date.now() + intervalMs);
    took.length = 0;
    const before = evaluator.stats();
    const cpuBegan = process.cpuUsage();
    await turn(Date.now() + measuredIntervals * intervalMs);
    const { user, system } = process.cpuUsage(cpuBegan);
    const { evaluations, missed, failures, lateMs } = evaluator.stats();
    await evaluator.stop();
    took.sort((a, b) => a - b);
    const share = (user + system) / 1_000 / (measuredIntervals * intervalMs);
    const at = (quantile: number) => (took[Math.floor(took.length * quantile)] ?? NaN).toFixed(2);
    console.log(`Nines: ${evaluations - before.evaluations} evaluations in ${(measuredIntervals * intervalMs) / 1_000} s, ${missed} missed, ${failures} failed, late ${lateMs.toFixed(0)} ms; ` +
      `a query p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; CPU ${(share * 100).toFixed(1)} % of a core; reading all rules ${reloadMs.toFixed(0)} ms`);
  });
}

async function measurePrometheus(): Promise<void> {
  if (prometheusVersion() === null) return;
  const { dir, remove } = scratchPrometheusDir();
  try {
    const rules = Array.from({ length: ruleCount }, (_, index) => `  - {alert: Bench${index}, expr: '${expressionOf(index)}', for: 1m, labels: {severity: warning}, annotations: {summary: '{{ $labels.instance }} is at {{ $value }}'}}`);
    const file = path.join(dir, 'rules.yml');
    // One rule a group, so that Prometheus spreads them over the interval as well.
    writeFileSync(file, `groups:\n${rules.map((rule, index) => `- name: g${index}\n  interval: 15s\n  rules:\n${rule}`).join('\n')}\n`);
    const prometheus = await startPrometheus(dir, file);
    try {
      const store = createPrometheusMetricStore({ url: prometheus.url.href, log: pino({ level: 'warn' }) });
      const nowMs = Date.now();
      await fill(store, { id: '', number: 1 }, nowMs - 600_000, nowMs);
      await sleep(intervalMs);
      const began = prometheus.cpuSeconds();
      await sleep(measuredIntervals * intervalMs);
      const share = (prometheus.cpuSeconds() - began) / ((measuredIntervals * intervalMs) / 1_000);
      console.log(`Prometheus ${prometheusVersion()}, the same rules on the same samples: CPU ${(share * 100).toFixed(1)} % of a core`);
    } finally {
      await prometheus.stop();
    }
  } finally {
    remove();
  }
}

/** 1,000 rules at 15 s over four intervals, beside a real Prometheus with the same rules on the same samples. */
export async function measureAlertRules(): Promise<void> {
  await measureNines();
  await measurePrometheus();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await measureAlertRules();
