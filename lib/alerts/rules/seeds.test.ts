import { describe, expect, it } from 'vitest';
import { healthMetrics } from '@/lib/health/metrics';
import { vitals } from '@/lib/health/vitals';
import { parsePromql } from '@/lib/promql/parse';
import { walk } from '@/lib/promql/walk';
import { renderAlertTemplate } from '@/lib/rules/template/render';
import { compileRule } from './compile';
import { RuleSettings } from './schemas';
import { seeds } from './seeds';
import { thresholdsWith, viewThresholds } from './thresholds';

const compiled = seeds.map(({ key, rule }) => {
  const settings = RuleSettings.parse(rule);
  return { key, settings, ...compileRule(settings, thresholdsWith({})) };
});

/** What the collector does not write: Nines' own watch over its parts, and what exporters and agents send. */
const others = /^(?:nines_(?:check_up|database_(?:response|clock_skew)_seconds|notifications_(?:queued|oldest_seconds|dead)|notification_failures_total|rule_evaluation_(?:failures|lag_seconds)|backup_last_success_timestamp_seconds)|node_\w+|probe_ssl_earliest_cert_expiry|up)$/;

describe('the rules that Nines brings along', () => {
  it('are more than twenty, each with a key and a name of its own', () => {
    expect(seeds.length).toBeGreaterThan(20);
    expect(new Set(seeds.map(({ key }) => key)).size).toBe(seeds.length);
    expect(new Set(seeds.map(({ rule }) => rule.name)).size).toBe(seeds.length);
  });

  it('compile with the thresholds that Nines starts from', () => {
    expect(compiled.filter(({ conditions }) => conditions.length === 0)).toEqual([]);
    expect(compiled.find(({ key }) => key === 'disk')?.conditions.map(({ severity, level }) => [severity, level])).toEqual([['critical', 95], ['warning', 80]]);
  });

  it('are on but for those that something must write to, or listen to, first', () => {
    expect(compiled.filter(({ settings }) => !settings.isEnabled).map(({ key }) => key)).toEqual(['backup_old', 'watchdog']);
  });

  it.each(compiled)('$key asks for metrics that somebody writes', ({ conditions }) => {
    for (const { source } of conditions) {
      walk(parsePromql(source), (expr) => {
        if (expr.kind !== 'vectorSelector') return;
        expect(expr.name === null || expr.name in healthMetrics || others.test(expr.name), expr.name ?? '').toBe(true);
      });
    }
  });

  it.each(compiled)('$key says in a sentence what is wrong and what to do', async ({ annotations }) => {
    const labels = new Map(Object.entries({ instance: 'web-1', job: 'node', mountpoint: '/srv', device: 'sda', interface: 'eth0', target: '192.0.2.1:443', check: 'shop', service: 'web' }));
    const host = { externalUrl: '', timeMs: 0, query: () => Promise.resolve([]) };
    for (const name of ['summary', 'description']) {
      const text = annotations.get(name);
      const rendered = text?.template ? await renderAlertTemplate(text.template, { labels, externalLabels: new Map(), externalUrl: '', value: 1234.5678 }, host) : (text?.source ?? '');
      expect(rendered).not.toMatch(/no value|<error|\{\{|undefined|\d\.\d{5}/);
      expect(rendered.length).toBeGreaterThan(name === 'summary' ? 15 : 60);
      if (name === 'summary') expect(rendered.length).toBeLessThan(80);
    }
  });
});

describe('the thresholds', () => {
  it('start from the levels of the vitals of Overview', () => {
    const views = viewThresholds({});
    for (const { id, threshold } of vitals) if (threshold) expect(views.find(({ key }) => key === id)).toMatchObject(threshold);
  });

  it('are each used by a rule', () => {
    const used = new Set(seeds.flatMap(({ rule: { condition } }) => (condition.kind === 'levels' ? [condition.warning, condition.critical] : [])).map((level) => (level !== null && typeof level === 'object' ? level.threshold : null)));
    expect(viewThresholds({}).filter(({ key }) => !used.has(key))).toEqual([]);
  });
});
