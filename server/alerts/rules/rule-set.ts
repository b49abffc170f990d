import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import { compileRule, type Thresholds } from '@/lib/alerts/rules/compile';
import type { RuleHealth } from '@/lib/alerts/rules/schemas';
import { messageOf } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { loadRules, settingsOf, type StoredAlert, type StoredRule } from './load-rules';
import type { RuleSource, RunningRule } from './running-rule';
import { currentThresholds } from './thresholds';

interface RuleSetOptions {
  database: Database;
  log: Log;
  /** Told at each loading how many rules are too many. */
  tellLeftOut(leftOut: number): void;
  start(source: RuleSource, begin: { nowMs: number; evaluatedAtMs: number | null; isNew: boolean }): RunningRule;
  remove(rule: RunningRule): void;
}

export interface RuleSet {
  /** Reads the rules and thresholds of all tenants; rules that did not change are left alone. */
  load(nowMs: number): Promise<void>;
  /** Gives rules that know nothing of them their alerts back; what it returns ends those that no rule has any more. */
  adopt(alerts: readonly StoredAlert[]): (nowMs: number) => { tenant: TenantRef; signals: AlertSignal[] }[];
  all(): Iterable<RunningRule>;
  of(tenant: TenantRef): RunningRule[];
  get(ruleId: string): RunningRule | null;
  healthOf(ruleId: string): RuleHealth | null;
  isEmpty(): boolean;
  forget(): void;
}

/** The rules that are evaluated. */
export function createRuleSet({ database, log, tellLeftOut, start, remove }: RuleSetOptions): RuleSet {
  const running = new Map<string, RunningRule>();
  /** Rules that cannot be understood; their alerts stay as they are. */
  const broken = new Map<string, RuleHealth>();
  let adopted = new Set<string>();
  let isLoaded = false;

  function understand(stored: StoredRule, thresholds: Thresholds, levels: string): RuleSource | 'disabled' {
    const settings = settingsOf(stored);
    if (!settings.isEnabled) return 'disabled';
    const { id, tenant, version } = stored;
    return { id, tenant, version, settings, levels, compiled: compileRule(settings, thresholds) };
  }

  function place(stored: StoredRule, thresholds: Thresholds, levels: string, nowMs: number): boolean {
    const known = running.get(stored.id);
    if (known && known.source.version === stored.version && known.source.levels === levels) return true;
    try {
      const source = understand(stored, thresholds, levels);
      broken.delete(stored.id);
      if (source === 'disabled') return false;
      if (!known) running.set(stored.id, start(source, { nowMs, evaluatedAtMs: stored.evaluatedAtMs, isNew: isLoaded }));
      else if (known.source.version !== stored.version || isOtherwise(known.source, source)) known.change(source, nowMs);
      else known.source = source;
      return true;
    } catch (error) {
      log.error({ rule: stored.id, reason: messageOf(error) }, 'an alert rule cannot be understood and is not evaluated');
      broken.set(stored.id, { evaluatedAt: null, durationMs: null, results: null, error: messageOf(error), errorSince: broken.get(stored.id)?.errorSince ?? nowMs });
      return false;
    }
  }

  return {
    async load(nowMs) {
      const { loaded: stored, leftOut } = await loadRules(database);
      tellLeftOut(leftOut);
      const thresholds = await thresholdsOf(database, stored);
      const kept = new Set<string>();
      for (const rule of stored) {
        const levels = thresholds.get(rule.tenant.id) ?? {};
        if (place(rule, levels, JSON.stringify(levels), nowMs)) kept.add(rule.id);
      }
      const ids = new Set(stored.map(({ id }) => id));
      for (const id of broken.keys()) if (!ids.has(id)) broken.delete(id);
      const gone = [...running.values()].filter(({ id }) => !kept.has(id));
      for (const rule of gone) running.delete(rule.id);
      gone.forEach(remove);
      isLoaded = true;
    },
    adopt(alerts) {
      const orphans = new Map<string, { tenant: TenantRef; alerts: StoredAlert[] }>();
      const restored = new Map<RunningRule, StoredAlert[]>();
      for (const stored of alerts) {
        const { ruleId, tenant, isActive } = stored;
        const rule = ruleId === null ? undefined : running.get(ruleId);
        if (rule) {
          if (adopted.has(rule.id)) continue;
          const ofRule = restored.get(rule) ?? [];
          ofRule.push(stored);
          restored.set(rule, ofRule);
        } else if (isActive && !broken.has(ruleId ?? '')) {
          const ofTenant = orphans.get(tenant.id) ?? { tenant, alerts: [] };
          ofTenant.alerts.push(stored);
          orphans.set(tenant.id, ofTenant);
        }
      }
      for (const [rule, ofRule] of restored) rule.restore(ofRule);
      adopted = new Set(running.keys());
      return (nowMs) => [...orphans.values()].map((each) => ({ tenant: each.tenant, signals: each.alerts.map((stored) => endOf(stored, nowMs)) }));
    },
    all: () => running.values(),
    of: (tenant) => [...running.values()].filter(({ source }) => source.tenant.id === tenant.id),
    get: (ruleId) => running.get(ruleId) ?? null,
    healthOf: (ruleId) => running.get(ruleId)?.health ?? broken.get(ruleId) ?? null,
    isEmpty: () => !isLoaded,
    forget() {
      running.clear();
      broken.clear();
      adopted.clear();
      isLoaded = false;
    },
  };
}

async function thresholdsOf(database: Database, rules: readonly StoredRule[]): Promise<Map<string, Thresholds>> {
  const tenants = new Map(rules.map(({ tenant }) => [tenant.id, tenant]));
  const thresholds = new Map<string, Thresholds>();
  for (const tenant of tenants.values()) thresholds.set(tenant.id, await database.transaction({ kind: 'tenant', tenant }, currentThresholds));
  return thresholds;
}

/** Whether other levels change what is evaluated. */
function isOtherwise(before: RuleSource, now: RuleSource): boolean {
  const text = ({ compiled }: RuleSource) => compiled.conditions.map(({ source, holdSource }) => `${source}\n${holdSource ?? ''}`).join('\n');
  return text(before) !== text(now);
}

function endOf({ ruleId, alert }: StoredAlert, nowMs: number): AlertSignal {
  const { fingerprint, labels, startsAtMs, series, window, keepSinceMs, isOn, changesMs } = alert;
  return {
    kind: 'ended', atMs: nowMs, fingerprint, labels, annotations: {}, value: null, startsAtMs, source: 'rule', ruleId, runbookUrl: null, generatorUrl: null, activeUntilMs: null,
    resolution: 'rule_removed', isFlapping: false, reason: 'Its rule was deleted or switched off.', evaluation: { series, window, keepSinceMs, isOn, changesMs },
  };
}
