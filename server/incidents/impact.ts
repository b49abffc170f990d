import type pg from 'pg';
import { z } from 'zod';
import type { Span } from '@/lib/checks/span';
import { EditedImpact, touchedByEdit, touchedBySpans } from '@/lib/incidents/impact';
import { incidentLimits, type Impact, type Incident } from '@/lib/incidents/schemas';
import type { Caller } from '@/lib/context';
import { groupedBy } from '@/lib/sla/grouped-by';
import { readEverySpan, TooManySpans } from '@/server/checks/spans';
import type { Database } from '@/server/database/database';

const Row = z.object({ serviceId: z.string(), serviceName: z.string(), isGone: z.boolean(), edited: EditedImpact.nullable(), checkIds: z.array(z.string()) });
type ServiceRow = z.infer<typeof Row>;

/**
 * What of its services an incident touched until now, by name: what somebody said, else what their checks found between its start and its resolution. A service that
 * was up all the time is not in it, nor one whose checks changed too often to be looked at in one go.
 */
export function impactOf({ database }: { database: Database }, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, { id, times, createdAt }: Pick<Incident, 'id' | 'times' | 'createdAt'>): Promise<Impact[]> {
  const startedMs = times.started ?? createdAt;
  return database.withTenant(tenant, (client) => readImpact(client, id, { fromMs: startedMs, toMs: Math.max(startedMs, times.resolved ?? now), isOpen: times.resolved === null }));
}

async function readImpact(client: pg.ClientBase, id: string, window: { fromMs: number; toMs: number; isOpen: boolean }): Promise<Impact[]> {
  const services = await readServices(client, id);
  const measured = services.filter(({ edited }) => edited === null);
  const spans = await spansOf(client, measured, window.fromMs, window.toMs);
  return services.flatMap(({ serviceId, serviceName, isGone, edited, checkIds }): Impact[] => {
    const own = { serviceId, serviceName, ...(isGone ? { isGone: true as const } : {}) };
    if (edited) {
      // Whoever edits may know of a time that the incident itself does not have.
      const touched = touchedByEdit(edited, { fromMs: edited.from, toMs: edited.to ?? Math.max(edited.from, window.toMs), isOpen: window.isOpen });
      return touched ? [{ ...own, ...touched, source: 'person', reason: edited.reason, editedAt: edited.at }] : [];
    }
    const touched = touchedBySpans(checkIds.flatMap((checkId) => spans.get(checkId) ?? []), window);
    return touched ? [{ ...own, ...touched, source: 'checks', reason: '', editedAt: null }] : [];
  });
}

async function readServices(client: pg.ClientBase, incidentId: string): Promise<ServiceRow[]> {
  const { rows } = await client.query(
    `select x.service_id as "serviceId", coalesce(s.name, x.gone_name) as "serviceName", s.id is null as "isGone", x.impact as edited, array(select c.id::text from checks c where c.service_id = x.service_id order by c.id) as "checkIds"
     from incident_services x left join services s on s.id = x.service_id where x.incident_id = $1 order by lower(coalesce(s.name, x.gone_name)), x.service_id limit ${incidentLimits.services}`,
    [incidentId],
  );
  return z.array(Row).parse(rows);
}

/** By check. Where there are too many spans for one go, of half of the services at a time. */
async function spansOf(client: pg.ClientBase, services: readonly ServiceRow[], fromMs: number, toMs: number): Promise<Map<string, Span[]>> {
  try {
    return groupedBy(await readEverySpan(client, services.flatMap(({ checkIds }) => checkIds), fromMs, toMs), ({ checkId }) => checkId);
  } catch (error) {
    if (!(error instanceof TooManySpans)) throw error;
    const half = services.length >> 1;
    if (half === 0) return new Map();
    return new Map([...(await spansOf(client, services.slice(0, half), fromMs, toMs)), ...(await spansOf(client, services.slice(half), fromMs, toMs))]);
  }
}
