import { z } from 'zod';
import { ruleLimits } from '@/lib/alerts/rules/api';
import { maxChannels } from '@/lib/alerts/channels/schemas';
import { onCallLimits } from '@/lib/alerts/on-call/schemas';
import { timeMs } from '@/lib/alerts/schemas';
import { suppressionLimits } from '@/lib/alerts/suppression/schemas';
import { maxChecks } from '@/lib/checks/schemas';
import { peopleLimits } from '@/lib/people/schemas';
import { scrapeLimits } from '@/lib/scrape/limits';
import { maxServices } from '@/lib/services/schemas';
import { maxObjectives } from '@/lib/sla/schemas';
import { HookItem, IncidentSection, MaintenanceItem, PolicyItem, RoutingSection, RuleItem, ScheduleItem, StatusPageSection, SuppressionSection, ThresholdSection } from './alert-sections';
import { AuditSection, LimitSection, OrganisationSection, ProviderItem, RetentionSection, RoleItem, SignInSection, TeamItem } from './people-sections';
import { ChannelItem, CheckItem, ObjectiveItem, ScrapeItem, ServiceItem } from './service-sections';

export const documentLimits = { bytes: 2 * 2 ** 20, issues: 50 } as const;
export const maxProviders = 10;
export const maxHooks = 50;

/** A list whose items have names of their own. */
function named<Item extends z.ZodType<{ name: string }>>(item: Item, most: number) {
  return z.array(item).max(most).superRefine((items, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of items.entries()) {
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: `${JSON.stringify(name)} is there twice` });
      seen.add(name);
    }
  });
}

/** The sections of a document in the order in which they are written and applied: what is named by others comes before them. */
export const sections = {
  organisation: { title: 'Organisation', schema: OrganisationSection, isPlatform: false },
  signIn: { title: 'Sign-in', schema: SignInSection, isPlatform: false },
  audit: { title: 'Audit trail', schema: AuditSection, isPlatform: false },
  limits: { title: 'Rate limits', schema: LimitSection, isPlatform: true },
  retention: { title: 'Retention', schema: RetentionSection, isPlatform: true },
  roles: { title: 'Roles', schema: named(RoleItem, peopleLimits.customRoles), isPlatform: false },
  teams: { title: 'Teams', schema: named(TeamItem, peopleLimits.teams), isPlatform: false },
  signInProviders: { title: 'Providers of sign-in', schema: named(ProviderItem, maxProviders), isPlatform: true },
  thresholds: { title: 'Thresholds', schema: ThresholdSection, isPlatform: false },
  services: { title: 'Services', schema: named(ServiceItem, maxServices), isPlatform: false },
  checks: { title: 'Checks', schema: named(CheckItem, maxChecks), isPlatform: false },
  scrapeJobs: { title: 'Scrape jobs', schema: named(ScrapeItem, scrapeLimits.jobsPerTenant), isPlatform: false },
  channels: { title: 'Notification channels', schema: named(ChannelItem, maxChannels), isPlatform: false },
  onCallSchedules: { title: 'On-call schedules', schema: named(ScheduleItem, onCallLimits.schedules), isPlatform: false },
  escalationPolicies: { title: 'Escalation policies', schema: named(PolicyItem, onCallLimits.policies), isPlatform: false },
  routing: { title: 'Routing', schema: RoutingSection, isPlatform: false },
  alertRules: { title: 'Alert rules', schema: named(RuleItem, ruleLimits.rulesPerTenant), isPlatform: false },
  suppression: { title: 'Inhibition and dependencies', schema: SuppressionSection, isPlatform: false },
  maintenance: { title: 'Recurring maintenance', schema: named(MaintenanceItem, suppressionLimits.maintenanceWindows), isPlatform: false },
  objectives: { title: 'Objectives', schema: named(ObjectiveItem, maxObjectives), isPlatform: false },
  incidents: { title: 'Incidents', schema: IncidentSection, isPlatform: false },
  incidentHooks: { title: 'Incident hooks', schema: named(HookItem, maxHooks), isPlatform: false },
  statusPage: { title: 'Status page', schema: StatusPageSection, isPlatform: false },
} as const satisfies Record<string, { title: string; schema: z.ZodType; isPlatform: boolean }>;

export type SectionKey = keyof typeof sections;
export type SectionOf<Key extends SectionKey> = z.output<(typeof sections)[Key]['schema']>;
export const sectionKeys = Object.keys(sections) as [SectionKey, ...SectionKey[]];

/** The configuration of a tenant, or a part of it: a section that is there is the whole of it, one that is absent is left alone. */
export type ConfigDocument = { version: 1 } & { [Key in SectionKey]?: SectionOf<Key> };

const shape = Object.fromEntries(sectionKeys.map((key) => [key, sections[key].schema.optional()]));
export const ConfigDocumentSchema = z.strictObject({ version: z.literal(1, 'must be 1'), ...shape }) as unknown as z.ZodType<ConfigDocument>;

export const ConfigChange = z.strictObject({
  section: z.enum(sectionKeys),
  name: z.string().nullable().describe('Of what is changed; null where the section is one thing'),
  kind: z.enum(['create', 'update', 'remove']),
  fields: z.array(z.strictObject({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() })).describe('What changes, as JSON; null: is not there. Secrets are never shown'),
  impact: z.string().nullable().describe('What else it means, as a sentence'),
});
export type ConfigChange = z.infer<typeof ConfigChange>;

export const ConfigActor = z.strictObject({ kind: z.string(), id: z.string(), name: z.string() });
export type ConfigActor = z.infer<typeof ConfigActor>;
export const configSources = ['apply', 'restore', 'file', 'command', 'change'] as const;

export const ConfigVersionView = z.strictObject({
  version: z.number().int(),
  at: timeMs,
  sha256: z.string(),
  source: z.enum(configSources).describe('change: by a page or an endpoint of its own'),
  actors: z.array(ConfigActor).describe('Who changed it since the version before'),
});
export type ConfigVersionView = z.infer<typeof ConfigVersionView>;

export const ConfigProblem = z.strictObject({ file: z.string(), line: z.number().int().nullable(), column: z.number().int().nullable(), path: z.string(), message: z.string() });
export type ConfigProblem = z.infer<typeof ConfigProblem>;

export const ConfigFileView = z.strictObject({
  name: z.string(),
  sections: z.array(z.enum(sectionKeys)).describe('What the file states: it is changed there and nowhere else'),
  appliedAt: timeMs.nullable(),
  checkedAt: timeMs,
  problems: z.array(ConfigProblem).describe('Why the file as it is now is not applied; the last good one holds'),
});
export type ConfigFileView = z.infer<typeof ConfigFileView>;
