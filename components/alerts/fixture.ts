import type { AlertGroup } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';

export const startMs = Date.UTC(2026, 2, 5, 3);
export const alice = { kind: 'user', id: 'a3b7a1a4-2f0c-4f7e-9c7b-000000000001', name: 'Alice' } as const;

/** An alert that fires, but for what a test says. */
export function alertWith(change: Partial<AlertView> = {}): AlertView {
  return {
    id: 'a1', version: 1, fingerprint: '00000000000000a1', source: 'rule', ruleId: null, name: 'Disk full', severity: 'critical', state: 'firing', isActive: true,
    suppression: null, isFlapping: false, service: 'shop', team: 'web', labels: { alertname: 'Disk full', instance: 'web-1' }, annotations: {}, value: 96,
    startsAt: startMs, firedAt: startMs, acknowledgedAt: null, acknowledgedBy: null, acknowledgedUntil: null, owner: null, comment: '', resolvedAt: null,
    resolution: null, resolvedBy: null, runbookUrl: null, generatorUrl: null, groupKey: 'g1', causeId: null,
    ...change,
  };
}

/** A group of these alerts, with the counts that they give. */
export function groupOf(key: string, alerts: AlertView[], change: Partial<AlertGroup> = {}): AlertGroup {
  const counts = { firing: 0, acknowledged: 0, suppressed: 0, resolved: 0, pending: 0 };
  for (const { state, suppression } of alerts) counts[state === 'firing' && suppression ? 'suppressed' : state] += 1;
  return { key, title: 'Disk full on web-1', severity: 'critical', state: 'firing', since: startMs, labels: {}, total: alerts.length, counts, alerts, nextEscalationAt: null, ...change };
}

export const silenced: AlertView['suppression'] = { kind: 'silence', id: 's1', reason: 'Silenced by Alice: disk swap', sinceMs: startMs, untilMs: null };
