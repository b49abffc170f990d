import { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { Incident } from '@/lib/incidents/schemas';
import { mostSimilar, wordsOfTitle } from '@/lib/incidents/similar';
import type { Database, Transaction } from '@/server/database/database';
import { loadIncident, loadIncidents } from './load-incidents';

const Recent = z.object({ id: z.string(), title: z.string(), createdAt: z.date() });
const Traits = z.object({ id: z.string(), services: z.array(z.string()), alertNames: z.array(z.string()) });
const Ids = z.array(z.object({ id: z.string() }));

/** The newest of the tenant: what is older, nobody remembers either. */
const mostLooked = 2_000;
/** Of each kind of likeness that many are compared, the newest. */
const mostOfKind = 150;
const mostTraits = 50;

/** What is like an incident, for its page. Throws AppError `not_found`. */
export function listSimilar({ database }: { database: Database }, { tenant }: Caller, id: string): Promise<{ incidents: Incident[] }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => ({ incidents: await similarTo(tx, await loadIncident(tx, id)) }));
}

/** At most ten incidents of the same tenant that are like one, the likest first, among its newest 2,000; those that were merged are left out. */
export async function similarTo(tx: Transaction, { id, title, createdAt }: Pick<Incident, 'id' | 'title' | 'createdAt'>): Promise<Incident[]> {
  const [own] = await traitsOf(tx, [id]);
  if (!own) return [];
  const recent = z.array(Recent).parse(await tx.$queryRaw`select id, title, created_at as "createdAt" from incidents where merged_into is null and id <> ${id}::uuid order by created_at desc, id desc limit ${mostLooked}`);
  const words = wordsOfTitle(title);
  const isLike = new Set([...(await ofServices(tx, own.services)), ...(await ofAlerts(tx, recent, own.alertNames))]);
  const least = Math.max(1, Math.ceil(words.length / 3));
  const byWords = recent.filter((each) => words.length > 0 && words.filter((word) => each.title.toLowerCase().includes(word)).length >= least);
  const chosen = new Map([...recent.filter((each) => isLike.has(each.id)).slice(0, 2 * mostOfKind), ...byWords.slice(0, mostOfKind)].map((each) => [each.id, each]));
  const traits = await traitsOf(tx, [...chosen.keys()]);
  const others = traits.flatMap((each) => {
    const found = chosen.get(each.id);
    return found ? [{ ...each, title: found.title, createdAt: found.createdAt.getTime() }] : [];
  });
  return loadIncidents(tx, mostSimilar({ ...own, title, createdAt }, others));
}

async function ofServices(tx: Transaction, services: readonly string[]): Promise<string[]> {
  if (services.length === 0) return [];
  return Ids.parse(await tx.$queryRaw`select distinct incident_id as id from incident_services where service_id = any(${[...services]}::uuid[])`).map(({ id }) => id);
}

async function ofAlerts(tx: Transaction, recent: readonly { id: string }[], names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const ids = recent.map(({ id }) => id);
  const rows = await tx.$queryRaw`select distinct x.incident_id as id from incident_alerts x join alerts a on a.id = x.alert_id where x.incident_id = any(${ids}::uuid[]) and a.name = any(${[...names]}::text[])`;
  return Ids.parse(rows).map(({ id }) => id);
}

async function traitsOf(tx: Transaction, ids: readonly string[]): Promise<z.infer<typeof Traits>[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw`
    select i.id, array(select service_id::text from incident_services where incident_id = i.id limit ${mostTraits}) as services,
      array(select distinct a.name from (select alert_id from incident_alerts where incident_id = i.id order by joined_at desc limit ${4 * mostTraits}) x join alerts a on a.id = x.alert_id limit ${mostTraits}) as "alertNames"
    from unnest(${[...ids]}::uuid[]) as i(id)`;
  return z.array(Traits).parse(rows);
}
