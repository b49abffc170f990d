import type { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import type { Caller } from '@/lib/context';
import { Deploy, type listDeploys as listEndpoint, type recordDeploy as recordEndpoint } from '@/lib/deploys/api';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import type { Deploy as Row } from '@/server/database/generated/client';

interface Verbs {
  database: Database;
}

type Body = z.output<NonNullable<(typeof recordEndpoint)['body']>>;
type Query = z.output<NonNullable<(typeof listEndpoint)['query']>>;

const rangeMs = 30 * 86_400_000;
/** The clock of a pipeline may be ahead. */
const aheadMs = 60_000;
/** Who asks for more than a year looks at what was a year before. */
const keptMs = 400 * 86_400_000;
const mostExpired = 1_000;
/** No date is later (ECMA-262, section 21.4.1.1). */
const latestMs = 8.64e15;
const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const { actor: Actor } = Deploy.shape;

/** Notes that something was rolled out, and deletes what is older than 400 days, at most 1,000 at a time. Throws `invalid` for a service that there is not, and a time that is to come or longer ago than 30 days. */
export async function recordDeploy({ database }: Verbs, caller: Caller, { service, version, text, url, at = caller.now }: Body): Promise<Deploy> {
  if (at > caller.now + aheadMs) throw invalid('body.at', 'This time is still to come.');
  if (at < caller.now - rangeMs) throw invalid('body.at', 'This is longer than 30 days ago.');
  return mutate(database, caller, 'deploy.record', async (tx) => {
    const found = service === null ? null : await serviceOf(tx, service);
    const moment = new Date(Math.min(at, caller.now));
    const row = await tx.deploy.create({
      data: { tenantId: caller.tenant.id, serviceId: found?.id ?? null, serviceName: found?.name ?? '', version, text, url, actor: alertActorOf(caller.actor), at: moment, createdAt: new Date(caller.now) },
    });
    await tx.$executeRaw`delete from deploys where id in (select id from deploys where at < ${new Date(caller.now - keptMs)} order by at limit ${mostExpired})`;
    const result = viewOf(row);
    return { result, before: null, after: { id: row.id, service: result.service, version, at: result.at, url } };
  });
}

/** Deploys of the caller's tenant in [from, to), the newest first. Throws `invalid` for a range that ends before it begins. */
export async function listDeploys({ database }: Verbs, { tenant, now }: Caller, { service, from, to = now + aheadMs, limit }: Query): Promise<{ deploys: Deploy[] }> {
  const toMs = Math.min(to, latestMs);
  const fromMs = from ?? toMs - rangeMs;
  if (fromMs >= toMs) throw invalid('query.to', 'The range has to end after it begins.');
  const where = { at: { gte: new Date(fromMs), lt: new Date(toMs) }, ...(service === undefined ? {} : { serviceId: service }) };
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.deploy.findMany({ where, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: limit }));
  return { deploys: rows.map(viewOf) };
}

async function serviceOf(tx: Transaction, nameOrId: string): Promise<{ id: string; name: string }> {
  const found = await tx.service.findFirst({ where: isId.test(nameOrId) ? { OR: [{ id: nameOrId }, { name: nameOrId }] } : { name: nameOrId }, select: { id: true, name: true } });
  if (!found) throw invalid('body.service', `There is no service ${JSON.stringify(nameOrId)}. Give its name or its id as the page Services has it, or leave it out.`);
  return found;
}

function viewOf({ id, serviceId, serviceName, version, text, url, actor, at }: Row): Deploy {
  return { id, service: serviceName === '' ? null : { id: serviceId, name: serviceName }, version, text, url, actor: Actor.parse(actor), at: at.getTime() };
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
