import type { TriedRoute } from '@/lib/alerts/notify/api';
import type { Directory } from '@/lib/alerts/notify/plan-types';
import { channelsOfRoute, peopleOfTargets, type Finding, type Wanted } from '@/lib/alerts/notify/recipients';
import { checkRoutes, compileRoutes, type RouteMatch } from '@/lib/alerts/notify/routing';
import type { Route } from '@/lib/alerts/notify/schemas';
import type { Caller } from '@/lib/context';
import { labelSetOf } from '@/lib/metrics/labels';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { loadConfig } from './load-config';

/** Which way an alert with these labels would go through the stored tree, or through `root`, and who would be told. Throws AppError `invalid` for a tree that cannot be used. */
export async function tryRouting({ database, log }: { database: Database; log: Log }, { tenant, now }: Caller, { labels, root }: { labels: Record<string, string>; root?: Route | undefined }): Promise<{ routes: TriedRoute[] }> {
  const { routes, directory } = await database.withTenant(tenant, (client) => loadConfig(client, tenant.id, now, log, null));
  if (root) checkRoutes(root, { channelIds: new Set(directory.channels.keys()), policyIds: new Set(directory.policies.keys()) });
  const tree = root ? compileRoutes(root) : routes;
  return { routes: tree.match(labelSetOf(Object.entries(labels))).map((match) => triedRoute(match, directory, now)) };
}

function triedRoute({ route, group, path, reason }: RouteMatch, directory: Directory, nowMs: number): TriedRoute {
  const { groupWaitMs, groupIntervalMs, repeatIntervalMs, policyId } = route;
  const policy = policyId === null ? undefined : directory.policies.get(policyId);
  const told = channelsOfRoute(route, directory);
  const findings = [...told.findings];
  const recipients = new Map(told.wanted.map((each) => [each.recipient.key, each]));
  const later: TriedRoute['later'] = [];
  let afterMs = 0;
  for (const [index, step] of (policy?.steps ?? []).entries()) {
    afterMs += step.afterMs;
    const found = peopleOfTargets(step.targets, `step ${index + 1} of the policy “${policy?.name}”`, directory, nowMs);
    findings.push(...found.findings);
    if (afterMs > 0) later.push({ afterMs, names: found.wanted.map(nameOf) });
    else for (const each of found.wanted) recipients.set(each.recipient.key, each);
  }
  const problems = findings.filter(isProblem).map(({ reason: why }) => why);
  if (policyId !== null && !policy) problems.push(`The escalation policy that the route “${route.name}” names is deleted.`);
  if (recipients.size + later.length === 0) problems.push(`The route “${route.name}” reaches nobody.`);
  return {
    path, reason, groupKey: group.key, groupLabels: group.labels, groupWaitMs, groupIntervalMs, repeatIntervalMs, later, problems,
    policy: policyId !== null && policy ? { id: policyId, name: policy.name } : null,
    recipients: [...recipients.values()].map(({ recipient, reason: why }) => ({
      name: recipient.recipient.name, channel: { id: recipient.channelId, name: recipient.channelName }, isPerson: recipient.recipient.kind === 'user', reason: why,
    })),
  };
}

function nameOf({ recipient: { recipient, channelName } }: Wanted): string {
  return recipient.kind === 'user' ? `${recipient.name} by ${channelName}` : channelName;
}

function isProblem({ outcome }: Finding): boolean {
  return outcome === 'nobody' || outcome === 'skipped';
}
