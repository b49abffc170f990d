import { z } from 'zod';
import { type Route, routeLimits } from '@/lib/alerts/notify/schemas';
import { Layer, PolicySettings, ScheduleSettings } from '@/lib/alerts/on-call/schemas';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import { ThresholdOverrides } from '@/lib/alerts/rules/thresholds';
import { AlertMatchers } from '@/lib/alerts/schemas';
import { MaintenanceInput, MaintenanceSchedule, SuppressionRules } from '@/lib/alerts/suppression/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { Email } from '@/lib/auth/credentials';
import { IncidentSettings, IncidentSeverity } from '@/lib/incidents/schemas';
import { StatusComponent, StatusPageInput, StatusPageSettings, statusPageLimits } from '@/lib/status-pages/schemas';
import { SecretValue } from './secret-value';
import { Reference } from './service-sections';

export const ThresholdSection = ThresholdOverrides;
export const RuleItem = RuleSettings;
export const SuppressionSection = SuppressionRules;

const { id: _layer, participants: _people, ...layerShape } = Layer.shape;
export const ScheduleItem = z.strictObject({
  name: ScheduleSettings.shape.name,
  timeZone: ScheduleSettings.shape.timeZone,
  layers: z.array(z.strictObject({ ...layerShape, participants: z.array(Email).min(1, 'Add at least one person.').max(100).describe('By email, in the order of their turns') })).min(1, 'Add a layer.').max(20),
});

const Target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), email: Email }),
  z.strictObject({ kind: z.literal('schedule'), name: Reference }),
  z.strictObject({ kind: z.literal('channel'), name: Reference }),
]);
const Step = z.strictObject({ ...PolicySettings.shape.steps.element.shape, targets: z.array(Target).min(1, 'Name who is told.').max(20) });
export const PolicyItem = z.strictObject({ ...PolicySettings.shape, steps: z.array(Step).min(1, 'Add a step.').max(20) });

const duration = z.number().int().min(0).max(30 * 86_400_000).nullable().default(null);

/** A node of the routing tree as a document has it. What is null is taken over from the node above. */
export interface RouteItem {
  name: string;
  matchers: Route['matchers'];
  groupBy: string[] | null;
  groupWaitMs: number | null;
  groupIntervalMs: number | null;
  repeatIntervalMs: number | null;
  channels: string[] | null;
  /** False escalates to nobody. */
  escalationPolicy: string | false | null;
  continue: boolean;
  routes: RouteItem[];
}

function routeAt(depth: number): z.ZodType<RouteItem> {
  const below = depth < routeLimits.depth ? z.array(routeAt(depth + 1)).max(routeLimits.nodes).default([]) : z.array(z.never()).max(0, `Routes can be nested ${routeLimits.depth} deep.`).default([]);
  return z.strictObject({
    name: z.string().trim().max(200),
    matchers: AlertMatchers.default([]),
    groupBy: z.array(z.string().min(1).max(128)).max(20).nullable().default(null),
    groupWaitMs: duration,
    groupIntervalMs: duration,
    repeatIntervalMs: duration,
    channels: z.array(Reference).max(50).nullable().default(null).describe('Names of channels; null takes over those of the node above, none tells nobody'),
    escalationPolicy: z.union([Reference, z.literal(false)]).nullable().default(null).describe('Its name; null takes over that of the node above, false escalates to nobody'),
    continue: z.boolean().default(false),
    routes: below,
  });
}
export const RoutingSection = routeAt(1);

export const MaintenanceItem = z.strictObject({ ...MaintenanceInput.shape, schedule: MaintenanceSchedule.options[1] });

const { policyId: _policy, ...severityShape } = IncidentSeverity.shape;
export const IncidentSection = z.strictObject({
  ...IncidentSettings.shape,
  severities: z.array(z.strictObject({ ...severityShape, escalationPolicy: Reference.nullable().default(null) })).min(1).max(10),
});

export const HookItem = z.strictObject({
  name: z.string().trim().min(1).max(120).refine(isStorable, notStorable),
  severity: z.string().min(1).max(20).describe('The key of that which its incidents have unless the call says another one'),
  token: SecretValue.describe('The end of its address: 32 to 100 letters, digits, _ and -'),
});

const { id: _component, serviceIds: _services, ...componentShape } = StatusComponent.shape;
const { windowId: _window, componentIds: _components, ...publicMaintenanceShape } = StatusPageSettings.shape.maintenance.unwrap().element.shape;
const { emailChannelId: _email, components: _all, ...pageShape } = StatusPageInput.shape;
export const StatusPageSection = z.strictObject({
  ...pageShape,
  emailChannel: Reference.nullable().default(null),
  settings: z.strictObject({
    ...StatusPageSettings.shape,
    maintenance: z.array(z.strictObject({ ...publicMaintenanceShape, window: Reference, components: z.array(Reference).max(statusPageLimits.components).default([]) })).max(statusPageLimits.maintenance).default([]),
  }),
  components: z.array(z.strictObject({ ...componentShape, services: z.array(Reference).max(statusPageLimits.services).default([]) })).max(statusPageLimits.components).default([]),
});
