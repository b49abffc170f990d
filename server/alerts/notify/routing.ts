import type { Routing } from '@/lib/alerts/notify/api';
import { checkRoutes } from '@/lib/alerts/notify/routing';
import { defaultRoute, Route } from '@/lib/alerts/notify/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import { jsonOf } from '@/server/alerts/stored-json';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';

interface Notifications {
  database: Database;
}

/** The tenant's routing tree; the default one in version 0 where none is stored. */
export function readRouting({ database }: Notifications, { tenant }: Caller): Promise<Routing> {
  return database.transaction({ kind: 'tenant', tenant }, (tx) => stored(tx));
}

/** Replaces the tree. Throws AppError `invalid` that names each place that cannot be used, `conflict` when it is not in this version any more. */
export function updateRouting({ database }: Notifications, caller: Caller, { version, root }: { version: number; root: Route }): Promise<Routing> {
  const { tenant, now } = caller;
  return mutate(database, caller, 'notification_routing.update', async (tx) => {
    const channels = await tx.notificationChannel.findMany({ select: { id: true } });
    const policies = await tx.escalationPolicy.findMany({ select: { id: true } });
    checkRoutes(root, { channelIds: new Set(channels.map(({ id }) => id)), policyIds: new Set(policies.map(({ id }) => id)) });
    const before = await stored(tx);
    const data = { settings: documentOf(root), updatedAt: new Date(now) };
    const { count } =
      version === 0
        ? await tx.notificationRouting.createMany({ data: { tenantId: tenant.id, ...data }, skipDuplicates: true })
        : await tx.notificationRouting.updateMany({ where: { tenantId: tenant.id, version }, data: { ...data, version: version + 1 } });
    if (count === 0) throw new AppError('conflict', 'The routing was changed by somebody else in the meantime. Load it again and repeat the change.');
    return { result: { version: version + 1, root, updatedAt: now }, before: before.version === 0 ? null : { version: before.version, root: documentOf(before.root) }, after: { version: version + 1, root: documentOf(root) } };
  });
}

/** A tree that cannot be read shows as the default one, which is what holds then, so that it can be replaced. */
async function stored(tx: Transaction): Promise<Routing> {
  const row = await tx.notificationRouting.findFirst();
  return row ? { version: row.version, root: Route.safeParse(row.settings).data ?? defaultRoute, updatedAt: row.updatedAt.getTime() } : { version: 0, root: defaultRoute, updatedAt: null };
}

function documentOf(root: Route): Prisma.InputJsonObject {
  return JSON.parse(jsonOf(root)) as Prisma.InputJsonObject;
}
