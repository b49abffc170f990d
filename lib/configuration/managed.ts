import { z } from 'zod';
import type { SectionKey } from './schemas';

/** Which section an audited change is of, by the beginning of its action. */
const prefixes: readonly (readonly [string, SectionKey])[] = [
  ['settings.organisation', 'organisation'],
  ['settings.sign-in', 'signIn'],
  ['settings.audit', 'audit'],
  ['settings.limits', 'limits'],
  ['settings.retention', 'retention'],
  ['settings.providers', 'signInProviders'],
  ['role.', 'roles'],
  ['team.', 'teams'],
  ['thresholds.', 'thresholds'],
  ['service.', 'services'],
  ['check.', 'checks'],
  ['scrape_job.', 'scrapeJobs'],
  ['channel.', 'channels'],
  ['on_call_schedule.', 'onCallSchedules'],
  ['escalation_policy.', 'escalationPolicies'],
  ['notification_routing.', 'routing'],
  ['alert_rule.', 'alertRules'],
  ['suppression_rules.', 'suppression'],
  ['maintenance.', 'maintenance'],
  ['objective.', 'objectives'],
  ['incident_settings.', 'incidents'],
  ['incident_hook.', 'incidentHooks'],
  ['status_page.update', 'statusPage'],
];

/** What is audited with one of these beginnings and changes nothing that a document has. */
const beside: ReadonlySet<string> = new Set(['on_call_schedule.override', 'on_call_schedule.take_back', 'channel.test', 'scrape_job.test', 'check.test', 'alert_rule.seed']);

/** The section of the configuration that an action of the audit trail changes; null for any other. */
export function sectionOfAction(action: string): SectionKey | null {
  if (beside.has(action)) return null;
  return prefixes.find(([prefix]) => action.startsWith(prefix))?.[1] ?? null;
}

/** The action prefixes of the whole configuration. */
export const configurationActions: readonly string[] = prefixes.map(([prefix]) => prefix);

interface Change {
  action: string;
  /** Both sides as the trail has them; null where there was or is nothing. */
  before: unknown;
  after: unknown;
}

const OneTime = z.object({ settings: z.object({ schedule: z.object({ kind: z.literal('once') }) }) });

/** The section of which a change alters what a document has; null for any other: a maintenance window of one time is in no document. */
export function sectionOfChange({ action, before, after }: Change): SectionKey | null {
  const section = sectionOfAction(action);
  const isOneTime = [before, after].every((side) => side === null || OneTime.safeParse(side).success);
  return section === 'maintenance' && isOneTime ? null : section;
}
