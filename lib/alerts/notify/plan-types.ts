import type { LabelSet } from '@/lib/metrics/labels';
import type { EscalationState } from '../on-call/escalation';
import type { PolicySettings, ScheduleSettings } from '../on-call/schemas';
import type { AlertEvent, AlertView, Suppression } from '../schemas';
import type { CompiledSuppression } from '../suppression/suppress';
import type { GroupState } from './group-state';
import type { CompiledRoutes } from './routing';
import type { AlertMessage, MessageKind, Recipient } from './schemas';

/** An alert that fires, is acknowledged, or whose end may still have to be told. */
export interface PlanAlert extends AlertView {
  labelSet: LabelSet;
  /** Of one that is over: why nobody was to be told of it when it ended; null when nothing suppressed it then. */
  suppressedBy: string | null;
}

export interface PlanChannel {
  id: string;
  name: string;
  kind: string;
  isEnabled: boolean;
  /** Whether it can reach a named person. */
  isPersonal: boolean;
}

export interface PlanPerson {
  id: string;
  name: string;
  email: string;
  /** Belongs to the tenant still, and is not told of anything. */
  isDeactivated?: boolean;
}

/** Whom a tenant's alerts can be sent to, by id. */
export interface Directory {
  channels: ReadonlyMap<string, PlanChannel>;
  people: ReadonlyMap<string, PlanPerson>;
  policies: ReadonlyMap<string, PolicySettings>;
  schedules: ReadonlyMap<string, ScheduleSettings>;
}

/** All that decides about the messages of one tenant at one moment. Times are in milliseconds since 1970. */
export interface PlanInput {
  nowMs: number;
  tenantName: string;
  /** Where people reach Nines. */
  url: string;
  /** All that are not settled, without those that are pending. */
  alerts: readonly PlanAlert[];
  groups: readonly { key: string; version: number; state: GroupState }[];
  routes: CompiledRoutes;
  suppression: CompiledSuppression;
  directory: Directory;
}

/** One decision that is the same for many alerts. */
export interface Decision {
  alertIds: string[];
  stage: AlertEvent['stage'];
  outcome: string;
  reason: string;
  subject: AlertEvent['subject'];
}

export interface PlannedDelivery {
  /** Names this event for this recipient; whoever plans it, it is the same. */
  eventKey: string;
  kind: MessageKind;
  channel: { id: string; name: string; kind: string };
  recipient: Recipient;
  recipientKey: string;
  groupKey: string;
  /** All that the message tells of. */
  alertIds: string[];
  message: AlertMessage;
}

export interface Plan {
  /** What changes on alerts that are open. */
  alerts: { id: string; suppression: Suppression | null; causeId: string | null; groupKey: string | null }[];
  /** Alerts whose acknowledgement ended by itself. */
  expired: string[];
  /** Resolved alerts about which there is nothing more to say. */
  settled: string[];
  /** `version` is the one that was read, 0 where there was none; a state of null ends the group. */
  groups: { key: string; version: number; state: GroupState | null; nextDueMs: number | null }[];
  escalations: { groupKey: string; policyId: string; state: EscalationState }[];
  deliveries: PlannedDelivery[];
  decisions: Decision[];
  nextDueMs: number | null;
}
