import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import { isAppError } from '@/lib/errors';
import type { previewIncidentRules as endpoint } from '@/lib/incidents/api';
import { decideJoins, type JoinDecision } from '@/lib/incidents/join';
import type { IncidentSettings } from '@/lib/incidents/schemas';
import type { Database } from '@/server/database/database';
import { loadFiring, type Firing } from './load-firing';
import { invalid } from './references';

type Answer = z.input<(typeof endpoint)['response']>;

const mostDecisions = 100;

/** What settings that are not saved would do of what fires now and is in no incident; what would join one incident is told once. Throws `invalid` for a matcher that cannot be read. */
export async function previewRules({ database }: { database: Database }, { tenant, now }: Caller, settings: IncidentSettings): Promise<Answer> {
  const firing = await database.transaction({ kind: 'tenant', tenant }, (tx) => loadFiring(tx, now));
  const numbers = new Map(firing.incidents.map(({ id, number }) => [id, number]));
  const names = new Map(settings.severities.map(({ key, name }) => [key, name]));
  const joining = new Map<string, Answer['decisions'][number]>();
  const declared: Answer['decisions'] = [];
  for (const decision of decided(firing, settings, now)) {
    if (decision.kind === 'declare') {
      declared.push({ kind: 'declare', title: decision.title, severity: names.get(decision.severity) ?? decision.severity, alerts: decision.alertIds.length, reason: decision.reason });
      continue;
    }
    if (decision.kind === 'correlate') {
      const severity = decision.raises ? decision.severity : (firing.taken.find(({ incident }) => incident.id === decision.incidentIds[0])?.incident.severity ?? decision.severity);
      const title = decision.incidentIds.map((id) => `incident ${firing.taken.find(({ incident }) => incident.id === id)?.incident.number ?? ''}`).join(', ');
      declared.push({ kind: 'correlate', title, severity: names.get(severity) ?? severity, alerts: decision.alertIds.length, reason: decision.reason });
      continue;
    }
    const known = joining.get(decision.incidentId);
    if (known) known.alerts += 1;
    else joining.set(decision.incidentId, { kind: 'join', title: `Incident ${numbers.get(decision.incidentId) ?? ''}`, severity: '', alerts: 1, reason: decision.reason });
  }
  return { decisions: [...declared, ...joining.values()].slice(0, mostDecisions) };
}

function decided({ alerts, incidents, taken, needs }: Firing, settings: IncidentSettings, nowMs: number): JoinDecision[] {
  try {
    return decideJoins(alerts, { nowMs, settings, incidents, taken, needs });
  } catch (error) {
    throw isAppError(error) ? invalid('body.declare', error.message) : error;
  }
}
