import type { AlertActor } from '@/lib/alerts/schemas';
import type { NewEntry } from './life-cycle';

/** What was noted of an alert of an incident. Times in milliseconds since 1970. */
export interface AlertEventSource {
  id: string;
  at: number;
  stage: string;
  outcome: string;
  reason: string;
  actor: AlertActor | null;
  alertId: string;
  alertName: string;
}

export interface DeliverySource {
  id: string;
  at: number;
  state: string;
  title: string;
  channelId: string | null;
  channelName: string;
  to: string;
  isPerson: boolean;
  error: string | null;
}

export interface DeploySource {
  id: string;
  at: number;
  serviceId: string | null;
  serviceName: string;
  version: string;
  text: string;
  actor: AlertActor;
}

export interface AuditSource {
  id: string;
  at: number;
  action: string;
  actor: AlertActor;
  /** Of what was changed; empty: it has none. */
  name: string;
}

/** An entry with what it was made of. */
export type SourcedEntry = NewEntry & { sourceKey: string };

/** What timelines are filled from, each with a limit of its own so that a storm of one leaves room for the other. */
export type SourceGroup = keyof typeof mostSourced;

/** How many entries of a timeline are made by themselves at most. */
export const mostSourced = { changes: 2_000, alerts: 5_000 } as const;

const leftOutWords: Readonly<Record<SourceGroup, string>> = {
  changes: 'deployments and changes of settings; what came after that is left out here. The audit trail and the list of deployments have all of it.',
  alerts: 'alerts and deliveries; what came after that is left out here. The pages of the alerts have all of it.',
};

const longestText = 4_000;

/** Outcomes of the events of alerts that a timeline tells, with the words for it. */
const alertWords: Readonly<Record<string, string>> = {
  firing: 'fires', resolved: 'is resolved', acknowledged: 'is acknowledged', unacknowledged: 'is not acknowledged any more', acknowledgement_expired: 'fires again', flapping: 'flaps', steady: 'is steady again', commented: 'was commented on',
};
export const toldAlertOutcomes = Object.keys(alertWords);

/** Settings whose changes may be what went wrong, or what helped; the words follow who did it. */
const configWords: Readonly<Record<string, string>> = {
  alert_rule: 'alert rule', channel: 'notification channel', notification_routing: 'routing of notifications', check: 'check', service: 'service', objective: 'objective', maintenance: 'maintenance window', silence: 'silence',
  suppression_rules: 'suppression rules', escalation_policy: 'escalation policy', on_call_schedule: 'on-call schedule', thresholds: 'thresholds', scrape_job: 'scrape job', incident_settings: 'settings of incidents', status_page: 'status page',
};
const verbs: Readonly<Record<string, string>> = {
  create: 'made', update: 'changed', delete: 'deleted', import: 'imported', enable: 'switched on', disable: 'switched off', expire: 'ended', override: 'put somebody else on', take_back: 'took back an override of', switch_badges: 'switched the badges of', create_burn_alerts: 'made the alert rules of',
};
/** What changes no setting. */
export const untoldVerbs = ['test', 'seed', 'resend'];

/** The parts of actions before the dot that a timeline tells. */
export const toldSettings = Object.keys(configWords);

export function entryOfAlertEvent({ id, at, stage, outcome, reason, actor, alertId, alertName }: AlertEventSource): SourcedEntry {
  const text = stage === 'comment' ? `${actor?.name ?? 'Somebody'} on ${alertName}: ${reason}` : `${alertName} ${alertWords[outcome] ?? outcome}. ${reason}`;
  return { at, kind: 'alert_state', text: cut(text), actor, subject: { kind: 'alert', id: alertId, name: alertName }, sourceKey: `alert_event:${id}` };
}

/** A message that arrived, or that is given up. Sent again after that, it is told once more. */
export function entryOfDelivery({ id, at, state, title, channelId, channelName, to, isPerson, error }: DeliverySource): SourcedEntry {
  const whom = isPerson ? `${to} by ${channelName}` : channelName;
  const isDelivered = state === 'delivered';
  const text = isDelivered ? `${whom} was told: ${title}` : `${whom} could not be told: ${title}. ${error ?? ''}`;
  return { at, kind: 'delivery', text: cut(text.trim()), actor: null, subject: channelId === null ? null : { kind: 'channel', id: channelId, name: channelName }, sourceKey: isDelivered ? `delivery:${id}` : `delivery:${id}:${state}` };
}

export function entryOfDeploy({ id, at, serviceId, serviceName, version, text, actor }: DeploySource): SourcedEntry {
  const what = `${serviceName === '' ? 'Version' : serviceName} ${version} was rolled out${text === '' ? '.' : `: ${text}`}`;
  return { at, kind: 'deploy', text: cut(what), actor, subject: serviceId === null ? null : { kind: 'service', id: serviceId, name: serviceName }, sourceKey: `deploy:${id}` };
}

export function entryOfAudit({ id, at, action, actor, name }: AuditSource): SourcedEntry {
  const [setting = '', verb = ''] = action.split('.');
  const what = configWords[setting] ?? setting;
  const done = verbs[verb] ?? `did ${verb.replaceAll('_', ' ')} with`;
  return { at, kind: 'config', text: cut(`${actor.name} ${done} the ${what}${name === '' ? '' : ` “${name}”`}.`), actor, subject: null, sourceKey: `audit:${id}` };
}

/** Says that there is more than a timeline takes in by itself. */
export function leftOutEntry(group: SourceGroup, at: number, actor: AlertActor): SourcedEntry {
  return { at, kind: group === 'alerts' ? 'alert_state' : 'config', text: `${mostSourced[group].toLocaleString('en')} entries were made of ${leftOutWords[group]}`, actor, subject: null, sourceKey: leftOutKey(group) };
}

/** What the entry that says so is found by. */
export function leftOutKey(group: SourceGroup): string {
  return `left_out:${group}`;
}

/** The name of what an audit entry is about, from what it keeps of both sides; empty where there is none. */
export function nameInAudit(before: unknown, after: unknown): string {
  return nameIn(after) ?? nameIn(before) ?? '';
}

function nameIn(side: unknown): string | null {
  if (typeof side !== 'object' || side === null) return null;
  for (const at of [side, 'settings' in side ? side.settings : null]) {
    if (typeof at !== 'object' || at === null) continue;
    for (const key of ['name', 'job_name', 'jobName', 'comment', 'slug'] as const) {
      const value: unknown = key in at ? (at as Record<string, unknown>)[key] : undefined;
      if (typeof value === 'string' && value !== '') return value.slice(0, 200);
    }
  }
  return null;
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1).toWellFormed()}…` : text;
}
