import type { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import { clockWords } from '@/lib/alerts/clock-words';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { changeImpact as endpoint } from '@/lib/incidents/api';
import { EditedImpact } from '@/lib/incidents/impact';
import { incidentLimits, type Impact } from '@/lib/incidents/schemas';
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
 * Says what of a service an incident touched, with the reason; null goes back to what the checks say. A service that it did not touch yet is touched by it then. It does not
 * change what is counted of objectives. Throws AppError `not_found`, `conflict` for a merged one, for one service too many and where somebody said something since (`editedAt`),
 * `invalid` for a service that there is not and for a time that cannot be.
 */
export async function changeImpact(sources: { database: Database }, caller: Caller, id: string, { serviceId, impact, reason, editedAt }: Body): Promise<{ impact: Impact[] }> {
  const { tenant, now } = caller;
  if (impact && impact.from > now) throw invalid('body.impact.from', 'This time is still to come.');
  const to = impact?.to ?? null;
  if (to !== null && to > now) throw invalid('body.impact.to', 'This time is still to come.');
  if (impact && to !== null && to <= impact.from) throw invalid('body.impact.to', 'It has to end after it begins.');
  const incident = await mutate(sources.database, caller, 'incident.impact', async (tx) => {
    const locked = await lockToWorkOn(tx, id);
    const key = { incidentId_serviceId: { incidentId: id, serviceId } };
    const service = await tx.service.findUnique({ where: { id: serviceId }, select: { id: true, name: true } });
    if (!service) throw invalid('body.serviceId', 'There is no service with this id.');
    const row = await tx.incidentService.findUnique({ where: key, select: { impact: true } });
    if (!row && !impact) throw invalid('body.serviceId', 'The incident does not touch this service.');
    if (!row && (await tx.incidentService.count({ where: { incidentId: id } })) >= incidentLimits.services) throw new AppError('conflict', `An incident touches at most ${incidentLimits.services} services.`);
    const said = EditedImpact.nullable().parse(row?.impact ?? null);
    if ((said?.at ?? null) !== editedAt) throw new AppError('conflict', overtakenBy(service.name, said));
    const actor = alertActorOf(caller.actor);
    // Two changes of the same millisecond are told apart.
    const edited: EditedImpact | null = impact && { ...impact, reason, by: actor, at: said ? Math.max(now, said.at + 1) : now };
    await tx.incidentService.upsert({ where: key, update: { impact: edited ?? Prisma.DbNull }, create: { tenantId: tenant.id, incidentId: id, serviceId, impact: edited ?? Prisma.DbNull } });
    const sentence = edited ? `${actor.name} said that ${service.name} was ${wordsOf(edited)}` : `${actor.name} took back what was said of ${service.name}, so that the checks say it`;
    await addEntries(tx, tenant.id, id, now, [{ at: now, kind: 'impact', text: `${sentence}: ${reason}`, actor, subject: { kind: 'service', ...service } }]);
    await touchIncident(tx, caller, id);
    return { result: locked, before: { id, number: locked.number, service: service.name, impact: said }, after: { id, number: locked.number, service: service.name, impact: edited, reason } };
  });
  return { impact: await impactOf(sources, caller, incident) };
}

function overtakenBy(name: string, said: EditedImpact | null): string {
  const now = said ? `${said.by.name} said since that ${name} was ${wordsOf(said)} (“${said.reason}”)` : `What was said of ${name} was taken back in the meantime, so that the checks say it`;
  return `${now}. Load the incident again and repeat the change if it still holds.`;
}

function wordsOf({ degree, from, to }: EditedImpact): string {
  return `${degree} from ${clockWords(from)} ${to === null ? 'on' : `to ${clockWords(to)}`}`;
}
