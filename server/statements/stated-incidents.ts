import type pg from 'pg';
import { z } from 'zod';
import { EditedImpact, touchedByEdit, touchedBySpans } from '@/lib/incidents/impact';
import { defaultIncidentSettings } from '@/lib/incidents/default-settings';
import { IncidentSettings } from '@/lib/incidents/schemas';
import { statementLimits, type StatementBody, type StatementIncident } from '@/lib/statements/schemas';
import type { StatedMonth } from '@/lib/statements/state-objective';
import { readEverySpan, TooManySpans } from '@/server/checks/spans';

const Row = z.object({
  number: z.number(), title: z.string(), severity: z.string(), startedMs: z.number(), resolvedMs: z.number().nullable(), edited: EditedImpact.nullable(),
});
type IncidentRow = z.infer<typeof Row>;

interface Options {
  hasReasons: boolean;
  nowMs: number;
}

const mostLooked = 2_000;

/**
 * The incidents that touched a service in the month until `measuredUntilMs`, each with its time in the month: as somebody said, else as the checks of the service found.
 * Merged ones are in the one they were merged into. Undefined: there are none.
 */
export async function readStatedIncidents(client: pg.ClientBase, serviceId: string, { fromMs, measuredUntilMs }: StatedMonth, { hasReasons, nowMs }: Options): Promise<StatementBody['incidents']> {
  const { rows } = await client.query(
    `select i.number, i.title, i.severity, round(extract(epoch from i.started_at) * 1000)::float8 as "startedMs", round(extract(epoch from case when i.state in ('resolved', 'reviewed') then i.resolved_at end) * 1000)::float8 as "resolvedMs",
       x.impact as edited
     from incident_services x join incidents i on i.id = x.incident_id
     where x.service_id = $1 and i.merged_into is null
       and case when x.impact is null then i.started_at < $3 and (i.resolved_at is null or i.state not in ('resolved', 'reviewed') or i.resolved_at > $2)
         else (x.impact ->> 'from')::float8 < $5 and coalesce((x.impact ->> 'to')::float8, $5) > $4 end
     order by i.started_at desc limit ${mostLooked}`,
    [serviceId, new Date(fromMs), new Date(measuredUntilMs), fromMs, measuredUntilMs],
  );
  const incidents = z.array(Row).parse(rows);
  if (incidents.length === 0) return undefined;
  const names = await severityNames(client);
  const checks = await client.query<{ id: string }>('select id from checks where service_id = $1', [serviceId]);
  const spansIn = await spanReader(client, checks.rows.map(({ id }) => id), incidents, { fromMs, toMs: measuredUntilMs });
  const found: StatementIncident[] = [];
  for (const incident of incidents) {
    const window = { fromMs: Math.max(fromMs, incident.edited ? fromMs : incident.startedMs), toMs: Math.min(measuredUntilMs, incident.resolvedMs ?? nowMs), isOpen: false };
    const touched = incident.edited ? touchedByEdit(incident.edited, { ...window, toMs: endOf(incident, measuredUntilMs, nowMs) }) : touchedBySpans(await spansIn(window), window);
    if (!touched) continue;
    found.push({
      number: incident.number, title: hasReasons ? incident.title : '', severity: names.get(incident.severity) ?? incident.severity, from: touched.from, to: touched.to ?? window.toMs, ms: touched.ms, degree: touched.degree,
      source: incident.edited ? 'person' : 'checks', reason: incident.edited && hasReasons ? incident.edited.reason : '',
    });
  }
  return found.length === 0 ? undefined : listed(found);
}

/** An edit without an end lasts as long as the incident; one with an end may know better. */
function endOf({ edited, resolvedMs }: IncidentRow, measuredUntilMs: number, nowMs: number): number {
  return Math.min(measuredUntilMs, edited?.to ?? resolvedMs ?? nowMs);
}

/** Of more than are listed the longest. */
function listed(found: readonly StatementIncident[]): StatementBody['incidents'] {
  const longest = [...found].sort((a, b) => b.ms - a.ms || a.number - b.number).slice(0, statementLimits.incidents);
  return { listed: longest.sort((a, b) => a.from - b.from || a.number - b.number), omitted: found.length - longest.length };
}

/** Reads the spans of the month once for all incidents that need them; where they are too many for one go, those of each incident by itself. */
async function spanReader(client: pg.ClientBase, checkIds: readonly string[], incidents: readonly IncidentRow[], month: { fromMs: number; toMs: number }) {
  if (incidents.every(({ edited }) => edited !== null)) return () => Promise.resolve([]);
  try {
    const spans = (await readEverySpan(client, checkIds, month.fromMs, month.toMs)).filter(({ state }) => state === 'down' || state === 'degraded');
    return ({ fromMs, toMs }: { fromMs: number; toMs: number }) => Promise.resolve(spans.filter((span) => span.fromMs < toMs && span.toMs > fromMs));
  } catch (error) {
    if (!(error instanceof TooManySpans)) throw error;
    return (window: { fromMs: number; toMs: number }) => spansOf(client, checkIds, window);
  }
}

/** Where the checks changed too often to be looked at in one go, they say nothing of the incident. */
async function spansOf(client: pg.ClientBase, checkIds: readonly string[], { fromMs, toMs }: { fromMs: number; toMs: number }) {
  if (fromMs >= toMs) return [];
  try {
    return await readEverySpan(client, checkIds, fromMs, toMs);
  } catch (error) {
    if (error instanceof TooManySpans) return [];
    throw error;
  }
}

async function severityNames(client: pg.ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ settings: unknown }>('select settings from incident_settings limit 1');
  const settings = rows[0] ? IncidentSettings.parse(rows[0].settings) : defaultIncidentSettings;
  return new Map(settings.severities.map(({ key, name }) => [key, name]));
}
