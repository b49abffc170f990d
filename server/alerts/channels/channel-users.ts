import { Route } from '@/lib/alerts/notify/schemas';
import { PolicySettings } from '@/lib/alerts/on-call/schemas';
import type { Transaction } from '@/server/database/database';

const mostPolicies = 1_000;
const mostNamed = 10;

/** What names a channel, in words: routes and escalation policies. What cannot be read names nothing. */
export async function usersOf(tx: Transaction, channelId: string): Promise<string[]> {
  const routing = await tx.notificationRouting.findFirst({ select: { settings: true } });
  const policies = await tx.escalationPolicy.findMany({ orderBy: { name: 'asc' }, take: mostPolicies, select: { settings: true } });
  const tree = Route.safeParse(routing?.settings).data;
  const routes = tree ? routesWith(tree, channelId).map(({ name }) => `the route ${JSON.stringify(name)}`) : [];
  const named = policies.flatMap(({ settings }) => {
    const policy = PolicySettings.safeParse(settings).data;
    const isUser = policy?.steps.some(({ targets }) => targets.some(({ kind, id }) => kind === 'channel' && id === channelId));
    return policy && isUser ? [`the escalation policy ${JSON.stringify(policy.name)}`] : [];
  });
  const all = [...routes, ...named];
  return all.length <= mostNamed ? all : [...all.slice(0, mostNamed), `${all.length - mostNamed} more`];
}

function routesWith(route: Route, channelId: string): Route[] {
  return [...(route.channelIds?.includes(channelId) ? [route] : []), ...route.routes.flatMap((each) => routesWith(each, channelId))];
}
