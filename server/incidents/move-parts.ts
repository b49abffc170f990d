import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { incidentLimits, type Incident } from '@/lib/incidents/schemas';
import type { Transaction } from '@/server/database/database';
import { movePosts } from '@/server/status-pages/move-posts';
import { Prisma } from '@/server/database/generated/client';
import { mostEvidence } from './freeze-evidence';

/**
 * Moves alerts, tasks, services, watchers and public posts of one incident to another one, and copies its timeline: the entries stay where they were written too. What both have, such
 * as tasks of the checklist that nobody began, is there once. Answers how many entries were copied. Throws AppError `conflict` where it would be too much, and as movePosts.
 */
export async function moveParts(tx: Transaction, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, from: Incident, into: Incident): Promise<number> {
  if (from.alerts.total + into.alerts.total > incidentLimits.alerts) throw new AppError('conflict', `An incident has at most ${incidentLimits.alerts} alerts, and these two have more. Take some out first.`);
  await tx.incidentAlert.updateMany({ where: { incidentId: from.id }, data: { incidentId: into.id } });
  await tx.incident.update({ where: { id: into.id }, data: { joinedAt: new Date(now) }, select: { id: true } });
  await moveTasks(tx, from, into);
  await tx.$executeRaw`
    insert into incident_services (incident_id, service_id, tenant_id, impact, gone_name) select ${into.id}::uuid, service_id, ${tenant.id}::uuid, impact, gone_name from incident_services where incident_id = ${from.id}::uuid
    on conflict (incident_id, service_id) do update set impact = coalesce(incident_services.impact, excluded.impact)`;
  await tx.incidentService.deleteMany({ where: { incidentId: from.id } });
  await tx.$executeRaw`
    insert into incident_watchers (incident_id, user_id, tenant_id) select ${into.id}::uuid, user_id, ${tenant.id}::uuid from incident_watchers where incident_id = ${from.id}::uuid on conflict do nothing`;
  await tx.incidentWatcher.deleteMany({ where: { incidentId: from.id } });
  await movePosts(tx, from, into);
  return copyEntries(tx, tenant.id, from, into);
}

async function moveTasks(tx: Transaction, from: Incident, into: Incident): Promise<void> {
  await tx.$executeRaw`
    delete from incident_tasks t where t.incident_id = ${from.id}::uuid and t.done_at is null and t.owner_id is null and t.due_at is null
      and exists (select from incident_tasks o where o.incident_id = ${into.id}::uuid and o.kind = t.kind and o.text = t.text)`;
  await tx.incidentTask.updateMany({ where: { incidentId: from.id }, data: { incidentId: into.id } });
  if ((await tx.incidentTask.count({ where: { incidentId: into.id } })) > incidentLimits.tasks) throw new AppError('conflict', `An incident has at most ${incidentLimits.tasks} tasks, and these two have more. Delete some first.`);
}

/** The copies keep their times; what Nines wrote says of which incident it was, for both have a declaration and states. That one timeline was full says nothing of the other. */
async function copyEntries(tx: Transaction, tenantId: string, from: Incident, into: Incident): Promise<number> {
  const copied = await tx.$executeRaw`
    insert into incident_entries (tenant_id, incident_id, at, noted_at, kind, text, actor, subject, evidence, is_pinned, source_key)
    select ${tenantId}::uuid, ${into.id}::uuid, at, noted_at, kind, case when kind in ('comment', 'correction', 'evidence', 'update') then text else ${`Incident ${from.number}: `} || text end,
      actor, subject, evidence, is_pinned, coalesce(source_key, 'merged:' || id)
    from incident_entries where incident_id = ${from.id}::uuid and (source_key is null or source_key not like 'left_out%') order by id
    on conflict (incident_id, source_key) do nothing`;
  await tx.$executeRaw`
    update incident_entries c set corrects = t.id from incident_entries s
      join incident_entries o on o.id = s.corrects
      join incident_entries t on t.incident_id = ${into.id}::uuid and t.source_key = coalesce(o.source_key, 'merged:' || o.id)
    where s.incident_id = ${from.id}::uuid and s.corrects is not null and c.incident_id = ${into.id}::uuid and c.source_key = coalesce(s.source_key, 'merged:' || s.id)`;
  if ((await tx.incidentEntry.count({ where: { incidentId: into.id, evidence: { not: Prisma.DbNull } } })) > mostEvidence) throw new AppError('conflict', `An incident has at most ${mostEvidence} pieces of evidence, and these two have more.`);
  return copied;
}
