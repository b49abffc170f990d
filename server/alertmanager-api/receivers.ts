import { compileRoutes, type EffectiveRoute } from '@/lib/alerts/notify/routing';
import { defaultRoute, Route } from '@/lib/alerts/notify/schemas';
import type { LabelSet } from '@/lib/metrics/labels';
import type { Transaction } from '@/server/database/database';

export interface Receivers {
  /** Of all channels that are switched on. */
  names: string[];
  /** The routes of an alert, each with the names of its channels: those are what Alertmanager calls receivers. */
  of(labels: LabelSet): { route: EffectiveRoute; names: string[] }[];
}

const maxChannels = 1_000;

/** Where the alerts of the transaction's tenant are routed to. */
export async function receiversOf(tx: Transaction): Promise<Receivers> {
  const channels = await tx.notificationChannel.findMany({ where: { isEnabled: true }, select: { id: true, name: true }, orderBy: { name: 'asc' }, take: maxChannels });
  const routing = await tx.notificationRouting.findFirst({ select: { settings: true } });
  const routes = compileRoutes((routing ? Route.safeParse(routing.settings).data : null) ?? defaultRoute);
  const byId = new Map(channels.map(({ id, name }) => [id, name]));
  return {
    names: channels.map(({ name }) => name),
    of: (labels) => routes.match(labels).map(({ route }) => ({ route, names: route.channelIds.flatMap((id) => byId.get(id) ?? []) })),
  };
}
