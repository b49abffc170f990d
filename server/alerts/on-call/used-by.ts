import { Route } from '@/lib/alerts/notify/schemas';
import { onCallLimits, PolicySettings } from '@/lib/alerts/on-call/schemas';
import { IncidentSettings } from '@/lib/incidents/schemas';
import type { Transaction } from '@/server/database/database';

const mostNamed = 10;

/** The escalation policies that name a schedule, in words; empty when none does. */
export async function usersOfSchedule(tx: Transaction, scheduleId: string): Promise<string> {
  const policies = await tx.escalationPolicy.findMany({ select: { settings: true }, orderBy: { name: 'asc' }, take: onCallLimits.policies });
  const users = policies
    .map(({ settings }) => PolicySettings.parse(settings))
    .filter(({ steps }) => steps.some(({ targets }) => targets.some(({ kind, id }) => kind === 'schedule' && id === scheduleId)));
  return inWords('the escalation policy', users);
}

/** The routes and the severities of incidents that name a policy, in words; empty when none does. */
export async function usersOfPolicy(tx: Transaction, policyId: string): Promise<string> {
  const routing = await tx.notificationRouting.findFirst({ select: { settings: true } });
  const incidents = await tx.incidentSettings.findFirst({ select: { settings: true } });
  const severities = incidents ? IncidentSettings.parse(incidents.settings).severities.filter((severity) => severity.policyId === policyId) : [];
  const routes = routing ? inWords('the route', routesWith(Route.parse(routing.settings), policyId)) : '';
  return [routes, inWords('the severity of incidents', severities)].filter((words) => words !== '').join(', ');
}

function routesWith(route: Route, policyId: string): Route[] {
  const below = route.routes.flatMap((each) => routesWith(each, policyId));
  return route.escalationPolicyId === policyId ? [route, ...below] : below;
}

function inWords(what: string, users: readonly { name: string }[]): string {
  const named = users.slice(0, mostNamed).map(({ name }) => `${what} ${JSON.stringify(name)}`);
  return [...named, ...(users.length > mostNamed ? [`${users.length - mostNamed} more`] : [])].join(', ');
}
