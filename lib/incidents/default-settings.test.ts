import { describe, expect, it } from 'vitest';
import { severityOf } from '@/lib/alerts/severity';
import { labelOf, labelSetOf } from '@/lib/metrics/labels';
import { defaultIncidentSettings as settings } from './default-settings';
import { decideJoins, type FiringAlert } from './join';

const nowMs = Date.parse('2026-01-05T03:00:00Z');

function alertOf(labels: Record<string, string>): FiringAlert {
  const set = labelSetOf(Object.entries(labels));
  return { id: JSON.stringify(labels), name: labelOf(set, 'alertname'), summary: '', labels: set, severity: severityOf(set), service: labelOf(set, 'service'), groupKey: null, causeId: null, firedAtMs: nowMs, isAcknowledged: false };
}

describe('the rules that a tenant begins with', () => {
  const check = (service: string) => ({ alertname: 'CheckDown', service, severity: 'critical' });
  const slow = (service: string) => ({ alertname: 'Slow', service, severity: 'warning' });
  const cases: [what: string, alerts: Record<string, string>[], declared: string[]][] = [
    ['a warning of a host', [{ alertname: 'CPU high', instance: 'web-1', severity: 'warning' }], []],
    ['a critical alert of a host without a service', [{ alertname: 'Disk full', instance: 'web-1', severity: 'critical' }], []],
    ['a critical alert of Nines about itself', [{ alertname: 'Database slow', service: 'nines', severity: 'critical' }], []],
    ['a warning of a service', [slow('shop')], []],
    ['a critical alert of a service', [check('shop')], ['sev2']],
    ['a budget that burns fast', [{ alertname: 'ErrorBudgetBurn', service: 'shop', severity: 'critical' }], ['sev2']],
    ['a budget that burns slowly', [{ alertname: 'ErrorBudgetBurn', service: 'shop', severity: 'warning' }], []],
    ['a missed objective', [{ alertname: 'ObjectiveMissed', service: 'shop', severity: 'critical' }], ['sev3']],
    ['warnings of three services', [slow('shop'), slow('pay'), slow('mail')], ['sev1']],
    ['warnings of two services', [slow('shop'), slow('pay')], []],
    ['critical alerts of two services', [check('shop'), check('pay')], ['sev2', 'sev2']],
  ];
  it.each(cases)('answer %s', (_, alerts, declared) => {
    const decisions = decideJoins(alerts.map(alertOf), { nowMs, settings, incidents: [], taken: [], needs: new Map() });
    expect(decisions.map((decision) => decision.kind === 'declare' && decision.severity)).toEqual(declared);
  });

  it('page nobody by themselves, as no policy is known yet', () => {
    expect(settings.severities.map(({ policyId }) => policyId)).toEqual([null, null, null]);
  });
});
