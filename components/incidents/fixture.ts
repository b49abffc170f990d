import type { Incident, IncidentSeverity } from '@/lib/incidents/schemas';

export const startMs = Date.UTC(2026, 2, 5, 3);

export const severities: readonly IncidentSeverity[] = [
  { key: 'sev1', name: 'Major', description: '', look: 'critical', policyId: null },
  { key: 'sev2', name: 'Minor', description: '', look: 'warning', policyId: '7a0f9d2e-0000-4000-8000-0000000000a1' },
  { key: 'sev3', name: 'Small', description: '', look: 'info', policyId: null },
];

/** An open incident that nobody leads, but for what a test says. */
export function incidentWith(change: Partial<Incident> = {}): Incident {
  return {
    id: '7a0f9d2e-0000-4000-8000-000000000001', number: 12, version: 1, title: 'Checkout is down', summary: '', state: 'investigating', severity: 'sev1', source: 'person',
    roles: { lead: null, communications: null, scribe: null }, times: { started: startMs, detected: startMs, acknowledged: null, mitigated: null, resolved: null },
    reopened: 0, mergedInto: null, services: [], team: '', runbookUrl: null, paging: null, alerts: { total: 0, open: 0 }, tasks: { total: 0, done: 0 }, createdAt: startMs + 60_000, updatedAt: startMs + 60_000,
    ...change,
  };
}
