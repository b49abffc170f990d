import type { z } from 'zod';
import type { readPagingAccount as endpoint } from '@/lib/alerts/api';
import { channelKindOf } from '@/lib/alerts/channels/registry';
import { pagingAccount, type AccountInput } from '@/lib/alerts/notify/account';
import { defaultRoute, Route } from '@/lib/alerts/notify/schemas';
import { PolicySettings, ScheduleSettings } from '@/lib/alerts/on-call/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database, Transaction } from '@/server/database/database';
import { viewOfEvent } from './alert-events';
import { deliveryInclude, viewOfDelivery } from './delivery-row';
import { loadAlert } from './load-alerts';

const most = { events: 2_000, deliveries: 500, rows: 1_000 };

/** Why a person (or anybody) was, or was not, told of an alert. Throws AppError `not_found` for an alert or a person that the tenant does not have. */
export function readPagingAccount({ database }: { database: Database }, { tenant }: Caller, id: string, userId: string | undefined): Promise<z.input<(typeof endpoint)['response']>> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const alert = await loadAlert(tx, id);
    const directory = await directoryOf(tx);
    const person = userId === undefined ? null : directory.people.get(userId);
    if (person === undefined) throw new AppError('not_found', 'Nobody of this organisation has this id.');
    const events = await tx.alertEvent.findMany({ where: { alertId: id }, orderBy: { id: 'desc' }, take: most.events });
    const deliveries = await tx.delivery.findMany({ where: { alertIds: { has: id } }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: most.deliveries, include: deliveryInclude });
    const account = pagingAccount({ ...directory, alert, events: events.reverse().map(viewOfEvent), deliveries: deliveries.map(viewOfDelivery), userId: userId ?? null });
    return { person: person && { id: person.id, name: person.name }, ...account };
  });
}

/** Whom the tenant's alerts can be sent to, and by which way. What cannot be read names nobody. */
async function directoryOf(tx: Transaction): Promise<Omit<AccountInput, 'alert' | 'events' | 'deliveries' | 'userId'>> {
  const routing = await tx.notificationRouting.findFirst({ select: { settings: true } });
  const channels = await tx.notificationChannel.findMany({ select: { id: true, name: true, kind: true, isEnabled: true }, take: most.rows });
  const policies = await tx.escalationPolicy.findMany({ select: { id: true, settings: true }, take: most.rows });
  const schedules = await tx.onCallSchedule.findMany({ select: { id: true, settings: true }, take: most.rows });
  const members = await tx.membership.findMany({ select: { deactivatedAt: true, user: { select: { id: true, name: true, email: true } } }, take: 10_000 });
  return {
    routing: Route.safeParse(routing?.settings).data ?? defaultRoute,
    channels: new Map(channels.map((channel) => [channel.id, { ...channel, isPersonal: channelKindOf(channel.kind)?.isPersonal ?? false }])),
    policies: byId(PolicySettings, policies),
    schedules: byId(ScheduleSettings, schedules),
    people: new Map(members.map(({ deactivatedAt, user: { id, name, email } }) => [id, { id, name: name ?? email, email, isDeactivated: deactivatedAt !== null }])),
  };
}

function byId<T>(schema: z.ZodType<T>, rows: readonly { id: string; settings: unknown }[]): Map<string, T> {
  return new Map(
    rows.flatMap(({ id, settings }) => {
      const parsed = schema.safeParse(settings);
      return parsed.success ? [[id, parsed.data] as const] : [];
    }),
  );
}
