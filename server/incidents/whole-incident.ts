import type { Caller } from '@/lib/context';
import { incidentLimits, type Impact, type Incident, type IncidentTask, type TimelineEntry } from '@/lib/incidents/schemas';
import type { Database } from '@/server/database/database';
import { viewOfEntry } from './entries';
import { impactOf } from './impact';
import { settingsIn } from './incident-settings';
import { loadIncident } from './load-incidents';
import { viewOfTask } from './read-incident';

/** What documents are made of. */
interface WholeIncident {
  incident: Incident;
  severityName: string;
  impact: Impact[];
  tasks: IncidentTask[];
  /** The newest 5,000, in the order in which they happened. */
  entries: TimelineEntry[];
  leftOut: number;
  review: string | null;
}

const mostEntries = 5_000;
const include = { owner: { select: { id: true, name: true, email: true } } } as const;

/** All of an incident. Throws AppError `not_found`. */
export async function readWholeIncident({ database }: { database: Database }, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, id: string): Promise<WholeIncident> {
  const found = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const incident = await loadIncident(tx, id);
    const { settings } = await settingsIn(tx);
    const { review } = await tx.incident.findUniqueOrThrow({ where: { id }, select: { review: true } });
    const tasks = await tx.incidentTask.findMany({ where: { incidentId: id }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: incidentLimits.tasks, include });
    const entries = await tx.incidentEntry.findMany({ where: { incidentId: id }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: mostEntries });
    const leftOut = entries.length < mostEntries ? 0 : (await tx.incidentEntry.count({ where: { incidentId: id } })) - entries.length;
    const severityName = settings.severities.find(({ key }) => key === incident.severity)?.name ?? incident.severity;
    return { incident, severityName, tasks: tasks.map(viewOfTask), entries: entries.reverse().map(viewOfEntry), leftOut, review };
  });
  return { ...found, impact: await impactOf({ database }, { tenant, now }, found.incident) };
}
