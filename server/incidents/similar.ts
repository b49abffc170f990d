import { z } from 'zod';
import type { Incident } from '@/lib/incidents/schemas';
import { mostSimilar, wordsOfTitle } from '@/lib/incidents/similar';
import type { Transaction } from '@/server/database/database';
import { loadIncidents } from './load-incidents';

const Row = z.object({ id: z.string(), title: z.string(), createdAt: z.date(), services: z.array(z.string()), alertNames: z.array(z.string()) });

/** Of each kind of likeness that many are compared, the newest. */
const mostOfKind = 150;
const mostTraits = 50;

/** At most ten incidents that are like one of the same tenant, the likest first; those that were merged are left out. */
export async function similarTo(tx: Transaction, { id, title }: Pick<Incident, 'id' | 'title'>): Promise<Incident[]> {
  const words = wordsOfTitle(title);
  const rows = await tx.$queryRaw`
    with own_services as (select service_id from incident_services where incident_id = ${id}::uuid limit ${mostTraits}),
    own_names as (select distinct a.name from incident_alerts x join alerts a on a.id = x.alert_id where x.incident_id = ${id}::uuid limit ${mostTraits}),
    candidates as (
      (select i.id from incidents i where i.id in (select incident_id from incident_services where service_id in (select service_id from own_services)) and i.merged_into is null
        order by i.created_at desc limit ${mostOfKind})
      union (select i.id from incidents i where i.id in (select x.incident_id from incident_alerts x join alerts a on a.id = x.alert_id where a.name in (select name from own_names)) and i.merged_into is null
        order by i.created_at desc limit ${mostOfKind})
      union (select i.id from incidents i where i.merged_into is null and (select count(*) from unnest(${words}::text[]) w where position(w in lower(i.title)) > 0) >= ${Math.max(1, Math.ceil(words.length / 3))}
        order by i.created_at desc limit ${mostOfKind})
      union select ${id}::uuid
    )
    select i.id, i.title, i.created_at as "createdAt",
      array(select service_id::text from incident_services where incident_id = i.id limit ${mostTraits}) as services,
      array(select distinct a.name from incident_alerts x join alerts a on a.id = x.alert_id where x.incident_id = i.id limit ${mostTraits}) as "alertNames"
    from incidents i where i.id in (select id from candidates)`;
  const found = z.array(Row).parse(rows).map((row) => ({ ...row, createdAt: row.createdAt.getTime() }));
  const own = found.find((each) => each.id === id);
  return own ? loadIncidents(tx, mostSimilar(own, found)) : [];
}
