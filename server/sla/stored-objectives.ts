import type pg from 'pg';
import { z } from 'zod';
import { ObjectiveInput } from '@/lib/sla/schemas';

const Row = z.object({
  id: z.uuid(), version: z.number(), daysVersion: z.number(), settings: z.unknown(), alertRuleIds: z.array(z.uuid()), createdAt: z.date(), updatedAt: z.date(),
  service: z.object({ id: z.uuid(), name: z.string(), team: z.string(), runbookUrl: z.string().nullable() }),
});
export interface StoredObjective extends z.infer<typeof Row> {
  settings: ObjectiveInput;
}

const mostKept = 2_000;
const parsed = new Map<string, ObjectiveInput>();

export interface ObjectiveFilter {
  id?: string | undefined;
  serviceId?: string | undefined;
  text?: string | undefined;
  limit: number;
}

/** Objectives of the client's tenant with their services, by name; of their alert rules those that are still there. */
export async function findObjectives(client: pg.ClientBase, { id, serviceId, text, limit }: ObjectiveFilter): Promise<StoredObjective[]> {
  const { rows } = await client.query(
    `select o.id, o.version, o.days_version as "daysVersion", o.settings, array(select r.id from alert_rules r where r.id = any(o.alert_rule_ids) order by array_position(o.alert_rule_ids, r.id)) as "alertRuleIds", o.created_at as "createdAt", o.updated_at as "updatedAt",
       jsonb_build_object('id', v.id, 'name', v.name, 'team', coalesce(v.settings->>'team', ''), 'runbookUrl', v.settings->>'runbookUrl') as service
     from objectives o join services v on v.id = o.service_id
     where ($1::uuid is null or o.id = $1) and ($2::uuid is null or o.service_id = $2)
       and ($3::text is null or position($3 in lower(o.name)) > 0 or position($3 in lower(v.name)) > 0)
     order by lower(o.name), o.id limit $4`,
    [id ?? null, serviceId ?? null, text === undefined ? null : text.toLowerCase(), limit],
  );
  return z.array(Row).parse(rows).map((row) => ({ ...row, settings: settingsOf(row) }));
}

/** To look at settings that were stored costs more than all else of a list: each version of them is looked at once. */
function settingsOf({ id, version, updatedAt, settings }: z.infer<typeof Row>): ObjectiveInput {
  // A version that was taken back comes again with other settings, at another time.
  const key = `${id}:${version}:${updatedAt.getTime()}`;
  const known = parsed.get(key);
  if (known) return known;
  if (parsed.size >= mostKept) parsed.clear();
  const found = ObjectiveInput.parse(settings);
  parsed.set(key, found);
  return found;
}
