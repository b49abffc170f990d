import { pagingAccount, type Account } from '@/lib/alerts/notify/account';
import { defaultRoute, Route } from '@/lib/alerts/notify/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { viewOfEvent } from '@/server/alerts/alert-events';
import { deliveryInclude, viewOfDelivery } from '@/server/alerts/delivery-row';
import { loadAlert } from '@/server/alerts/load-alerts';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { loadConfig } from './load-config';

const most = { events: 500, deliveries: 500 };

/** Why somebody was, or was not, told of an alert; `userId` null: everybody. Throws AppError `not_found` for an alert or a person that the tenant does not have. */
export async function readPagingAccount({ database, log }: { database: Database; log: Log }, { tenant, now }: Caller, { id, userId }: { id: string; userId: string | null }): Promise<Account & { person: { id: string; name: string } | null }> {
  const { directory } = await database.withTenant(tenant, (client) => loadConfig(client, tenant.id, now, log, null));
  const person = userId === null ? null : (directory.people.get(userId) ?? null);
  if (userId !== null && !person) throw new AppError('not_found', 'There is no member with this id.');
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const alert = await loadAlert(tx, id);
    const events = await tx.alertEvent.findMany({ where: { alertId: id }, orderBy: { id: 'desc' }, take: most.events });
    const deliveries = await tx.delivery.findMany({ where: { alertIds: { has: id } }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: most.deliveries, include: deliveryInclude });
    const routing = await tx.notificationRouting.findFirst({ select: { settings: true } });
    const account = pagingAccount({
      alert, userId, ...directory, events: events.reverse().map(viewOfEvent), deliveries: deliveries.map(viewOfDelivery), routing: Route.safeParse(routing?.settings).data ?? defaultRoute,
    });
    return { ...account, person: person && { id: person.id, name: person.name } };
  });
}
