import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import type { RuleHealth } from '@/lib/alerts/rules/schemas';
import { flappingWindowMs } from '@/lib/alerts/rules/step-flapping';
import { messageOf } from '@/lib/errors';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Parameters } from '@/lib/prometheus-api/parameters';
import type { RuleSample } from '@/lib/rules/evaluate-group';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { applySignals, expireAlerts, takeBackExpiry } from '../alert-store';
import { samplesOf } from './evaluate-rule';
import { createLanes } from './lanes';
import { createLeftOut } from './left-out';
import { loadAlertsOfRules, tenantsWithAhead, tenantsWithExpired } from './load-rules';
import { alertsJson, rulesJson } from './prometheus-rules';
import { createRuleSet } from './rule-set';
import { RunningRule } from './running-rule';
import { createSignalQueue } from './signal-queue';
import { storeHealth } from './store-health';

interface EvaluatorStats {
  rules: number;
  evaluations: number;
  failures: number;
  /** Rules whose last evaluation failed. */
  failing: number;
  /** Times at which a rule was not evaluated, because it was still running or the process was held up. */
  missed: number;
  /** How late the last evaluations began, in milliseconds; the worst of late, fading. */
  lateMs: number;
}

export interface Evaluator {
  /** Reads the rules and thresholds of all tenants again; at the first call also the alerts that are active. Throws what the database throws. */
  reload(): Promise<void>;
  /** Begins what is due, and resolves when it has ended or goes on in the background. */
  tick(nowMs: number): Promise<{ nextDueMs: number | null }>;
  /** Waits for what runs and forgets everything; `reload` begins anew. */
  stop(): Promise<void>;
  /** The groups of Prometheus' `/api/v1/rules`. Throws ApiError or PromqlError for its parameters. */
  rulesOf(tenant: TenantRef, parameters: Parameters): object[];
  /** The alerts of Prometheus' `/api/v1/alerts`. */
  alertsOf(tenant: TenantRef): object[];
  healthOf(ruleId: string): RuleHealth | null;
  valueOf(ruleId: string, fingerprint: string): { value: number; atMs: number } | null;
  stats(): EvaluatorStats;
}

export interface EvaluatorOptions {
  database: Database;
  store: MetricStore;
  log: Log;
  /** Where people reach Nines. */
  url: string;
  clock?: () => number;
  /** How long a tick waits for evaluations, in milliseconds of real time. */
  patienceMs?: number;
}

const housekeepingMs = 5_000;
/** A clock that goes back by more was set. */
const clockStepMs = 1_000;
/** Programs outside could say nothing while Nines was away for longer than this; then they have some time to say again what goes on. */
const unheardMs = 60_000;
const hearingMs = 120_000;
/** While something runs in the background, its end may make something due. */
const lookAgainMs = 100;

/** Evaluates the rules of all tenants. One process at a time does. */
export function createEvaluator({ database, store, log, url, clock = Date.now, patienceMs = 100 }: EvaluatorOptions): Evaluator {
  const lanes = createLanes();
  const queue = createSignalQueue((tenant, signals) => applySignals(database, tenant, signals));
  const tellLeftOut = createLeftOut(log);
  const rules = createRuleSet({ database, log, tellLeftOut: (leftOut) => tellLeftOut('alert rules', leftOut), start: (source, begin) => new RunningRule(source, host, begin), remove });
  const counts = { evaluations: 0, failures: 0, missed: 0, lateMs: 0 };
  const shared = { timeMs: 0, queries: new Map<string, Promise<readonly RuleSample[]>>() };
  let tickMs = 0;
  let keptMs = 0;
  let isSweepDue = false;
  let isStopping = false;
  let isClockNew = true;
  let heardMs = -Infinity;
  let expiringFromMs = 0;
  let housekeeping: Promise<void> | null = null;
  const running = new Set<Promise<void>>();

  const host = {
    store,
    save: (tenant: TenantRef, signals: readonly AlertSignal[]) => queue.push(tenant, signals),
    queriesAt: (rule: RunningRule, timeMs: number, isCanceled: () => boolean) => ({ url, query: (source: string) => ask(rule, source, timeMs, isCanceled) }),
  };

  /** Rules that are evaluated at the same moment and ask the same share the answer. */
  function ask({ source: { tenant }, timeoutMs }: RunningRule, expr: string, timeMs: number, isCanceled: () => boolean): Promise<readonly RuleSample[]> {
    if (timeMs > shared.timeMs) {
      shared.timeMs = timeMs;
      shared.queries.clear();
    }
    const key = `${tenant.number} ${timeMs} ${expr}`;
    const known = shared.queries.get(key);
    if (known) return known;
    const answer = store.query(tenant, { expr, timeMs, timeoutMs, isCanceled, isOfRule: true }).then(({ result }) => samplesOf(result));
    shared.queries.set(key, answer);
    answer.catch(() => shared.queries.delete(key));
    return answer;
  }

  function begin(rule: RunningRule, dueMs: number): Promise<void> {
    const { missed, isRunnable } = rule.arm(tickMs);
    counts.missed += missed;
    if (!isRunnable) return Promise.resolve();
    const queuedAt = performance.now();
    const lateMs = tickMs - dueMs;
    const run = lanes.run(rule.isSlow, rule.source.tenant.id, async () => {
      if (rule.isRemoved || isStopping) return;
      counts.lateMs = Math.max(lateMs + performance.now() - queuedAt, counts.lateMs * 0.98);
      counts.evaluations += 1;
      if (!(await rule.evaluate(tickMs))) counts.failures += 1;
    });
    rule.running = run.finally(() => {
      rule.running = null;
      running.delete(run);
    });
    running.add(run);
    return run;
  }

  /** What such a rule is just storing must not outlive it. */
  function remove(rule: RunningRule): void {
    rule.isRemoved = true;
    const ended = (rule.running ?? Promise.resolve())
      .then(() => rule.end(clock()))
      .catch((error: unknown) => log.warn({ rule: rule.id, reason: messageOf(error) }, 'the series of a rule that is no more could not be ended'))
      .finally(() => {
        running.delete(ended);
        isSweepDue = true;
      });
    running.add(ended);
  }

  async function sweep(sinceMs: number | null): Promise<void> {
    isSweepDue = false;
    const { loaded, leftOut } = await loadAlertsOfRules(database, sinceMs);
    tellLeftOut('alerts of rules', leftOut);
    const orphans = rules.adopt(loaded);
    for (const { tenant, signals } of orphans(clock())) await queue.push(tenant, signals);
  }

  async function keepHouse(nowMs: number): Promise<void> {
    const changed = new Map<TenantRef, RunningRule[]>();
    const byId = new Map<string, TenantRef>();
    for (const rule of rules.all()) {
      if (rule.isHealthStored) continue;
      const tenant = byId.get(rule.source.tenant.id) ?? rule.source.tenant;
      byId.set(tenant.id, tenant);
      changed.set(tenant, [...(changed.get(tenant) ?? []), rule]);
    }
    for (const [tenant, ofTenant] of changed) {
      const states = new Map(ofTenant.map((rule) => [rule.id, rule.health]));
      await storeHealth(database, tenant, states);
      for (const rule of ofTenant) rule.isHealthStored = rule.health === states.get(rule.id);
    }
    if (isSweepDue) await sweep(null);
    await expire(nowMs);
  }

  async function expire(nowMs: number): Promise<void> {
    if (isClockNew) {
      for (const tenant of await tenantsWithAhead(database, nowMs)) await takeBackExpiry(database, tenant, nowMs);
      isClockNew = false;
    }
    const tenants = await tenantsWithExpired(database, nowMs);
    if (nowMs < heardMs || nowMs - heardMs > unheardMs) expiringFromMs = nowMs + hearingMs;
    heardMs = nowMs;
    if (nowMs >= expiringFromMs) for (const tenant of tenants) await expireAlerts(database, tenant, nowMs);
  }

  /** The clock may have been set back: nothing waits until it comes by again. */
  function followClock(nowMs: number): void {
    keptMs = Math.min(keptMs, nowMs - housekeepingMs);
    shared.timeMs = 0;
    isClockNew = true;
    for (const rule of rules.all()) rule.followClock(nowMs);
  }

  return {
    async reload() {
      const nowMs = clock();
      const isFirst = rules.isEmpty();
      await housekeeping;
      await rules.load(nowMs);
      await sweep(isFirst ? nowMs - flappingWindowMs : null);
      // It may have been set back while no process evaluated.
      if (isFirst) followClock(nowMs);
    },
    async tick(nowMs) {
      if (nowMs < tickMs - clockStepMs) followClock(nowMs);
      tickMs = nowMs;
      const begun: Promise<void>[] = [];
      for (const rule of rules.all()) {
        const dueMs = rule.dueMs();
        if (dueMs <= nowMs) begun.push(begin(rule, dueMs));
      }
      if (!housekeeping && nowMs - keptMs >= housekeepingMs) {
        keptMs = nowMs;
        housekeeping = keepHouse(nowMs)
          .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'the state of the rules could not be stored'))
          .finally(() => (housekeeping = null));
      }
      await within(Promise.all([...begun, housekeeping]), patienceMs);
      let nextDueMs = running.size > 0 || housekeeping ? nowMs + lookAgainMs : keptMs + housekeepingMs;
      for (const rule of rules.all()) nextDueMs = Math.min(nextDueMs, rule.dueMs());
      return { nextDueMs };
    },
    async stop() {
      isStopping = true;
      await Promise.all(running);
      await housekeeping;
      await keepHouse(clock()).catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'the state of the rules could not be stored'));
      rules.forget();
      isStopping = false;
    },
    rulesOf: (tenant, parameters) => rulesJson(rules.of(tenant), parameters),
    alertsOf: (tenant) => alertsJson(rules.of(tenant)),
    healthOf: (ruleId) => rules.healthOf(ruleId),
    valueOf(ruleId, fingerprint) {
      const rule = rules.get(ruleId);
      const alert = rule?.states.get(fingerprint);
      return rule && alert && rule.health.evaluatedAt !== null ? { value: alert.value, atMs: rule.health.evaluatedAt } : null;
    },
    stats() {
      const all = [...rules.all()];
      return { rules: all.length, failing: all.filter(({ health }) => health.error !== null).length, ...counts };
    },
  };
}

/** Waits for the end, or for so long. */
async function within(end: Promise<unknown>, ms: number): Promise<void> {
  if (ms === Infinity) return void (await end);
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([end, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
