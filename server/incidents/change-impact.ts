import type { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import { clockWords } from '@/lib/alerts/clock-words';
import type { Caller } from '@/lib/context';
import type { changeImpact as endpoint } from '@/lib/incidents/api';
import type { EditedImpact } from '@/lib/incidents/impact';
import type { Impact } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import { Prisma } from '@/server/database/generated/client';
import type { Database } from '@/server/database/database';
import { touchIncident } from './change-incident';
import { addEntries } from './entries';
import { impactOf } from './impact';
import { lockToWorkOn } from './load-incidents';
import { invalid } from './references';

type Body = z.output<NonNullable<(typeof endpoint)['body']>>;

/**
 * Says what of a service an incident touched, with the reason; null goes back to what the checks say. It does not change what is counted of objectives. Throws AppError
 * `not_found`, `conflict` for a merged one, `invalid` for a service that the incident does not touch and for a time that cannot be.
 */
export async function changeImpact(sources: { database: Database }, caller: Caller, id: string, { serviceId, impact, reason }: Body): Promise<{ impact: Impact[] }> {
  const { tenant, now } = caller;
  if (impact && impact.from > now) throw invalid('body.impact.from', 'This time is still to come.');
  const to = impact?.to ?? null;
  if (to !== null && to > now) throw invalid('body.impact.to', 'This time is still to come.');
  if (impact && to !== null && to <= impact.from) throw invalid('body.impact.to', 'It has to end after it begins.');
  const incident = await mutate(sources.database, caller, 'incident.impact', async (tx) => {
    const locked = await lockToWorkOn(tx, id);
    const service = locked.services.find((each) => each.id === serviceId);
    const row = service && (await tx.incidentService.findUnique({ where: { incidentId_serviceId: { incidentId: id, serviceId } }, select: { impact: true } }));
    if (!service || !row) throw invalid('body.serviceId', 'The incident does not touch a service with this id.');
    const actor = alertActorOf(caller.actor);
    const edited: EditedImpact | null = impact && { ...impact, reason, by: actor, at: now };
    await tx.incidentService.update({ where: { incidentId_serviceId: { incidentId: id, serviceId } }, data: { impact: edited ?? Prisma.DbNull } });
    const sentence = edited ? `${actor.name} said that ${service.name} was ${wordsOf(edited)}` : `${actor.name} took back what was said of ${service.name}, so that the checks say it`;
    await addEntries(tx, tenant.id, id, now, [{ at: now, kind: 'impact', text: `${sentence}: ${reason}`, actor, subject: { kind: 'service', ...service } }]);
    await touchIncident(tx, caller, id);
    return { result: locked, before: { id, number: locked.number, service: service.name, impact: row.impact }, after: { id, number: locked.number, service: service.name, impact: edited, reason } };
  });
  return { impact: await impactOf(sources, caller, incident) };
}

function wordsOf({ degree, from, to }: EditedImpact): string {
  return `${degree} from ${clockWords(from)} ${to === null ? 'on' : `to ${clockWords(to)}`}`;
}
