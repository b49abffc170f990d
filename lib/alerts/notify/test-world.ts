import { labelSetOf } from '@/lib/metrics/labels';
import { fingerprintOf } from '../fingerprint';
import type { PolicySettings, ScheduleSettings } from '../on-call/schemas';
import type { AlertView } from '../schemas';
import { severityOf } from '../severity';
import { compileSuppression, type SuppressionConfig } from '../suppression/suppress';
import { GroupState } from './group-state';
import { planNotifications } from './plan';
import type { Plan, PlanAlert, PlanChannel, PlanPerson } from './plan-types';
import { compileRoutes } from './routing';
import { defaultRoute, type AlertMessage, type Route } from './schemas';

export const startMs = Date.UTC(2026, 2, 28, 0, 0, 0);
export const second = 1_000;
export const minute = 60_000;
export const hour = 3_600_000;

/** A uuid that says what it is of. */
export function idOf(kind: number, n: number): string {
  return `00000000-0000-4000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`;
}

export const chat: PlanChannel = { id: idOf(1, 1), name: 'chat', kind: 'slack', isEnabled: true, isPersonal: false };
export const mail: PlanChannel = { id: idOf(1, 2), name: 'mail', kind: 'email', isEnabled: true, isPersonal: true };
export const push: PlanChannel = { id: idOf(1, 3), name: 'push', kind: 'webpush', isEnabled: true, isPersonal: true };
export const alice: PlanPerson = { id: idOf(2, 1), name: 'Alice', email: 'alice@example.com' };
export const bob: PlanPerson = { id: idOf(2, 2), name: 'Bob', email: 'bob@example.com' };
export const nightPolicy = idOf(3, 1);
export const primary = idOf(4, 1);

export function routeOf(changed: Partial<Route>): Route {
  return { ...defaultRoute, ...changed };
}

export interface Sent {
  atMs: number;
  kind: string;
  to: string;
  title: string;
  reason: string;
  alerts: string[];
  message: AlertMessage;
}

/** A tenant whose notifier runs on a clock that the test sets: what `planNotifications` says is carried out as the server does it. */
export class World {
  nowMs = startMs;
  alerts = new Map<string, AlertView>();
  groups = new Map<string, { version: number; state: string }>();
  settled = new Set<string>();
  route: Route = routeOf({ channelIds: [chat.id] });
  channels = new Map([[chat.id, chat]]);
  people = new Map([[alice.id, alice], [bob.id, bob]]);
  policies = new Map<string, PolicySettings>();
  schedules = new Map<string, ScheduleSettings>();
  config: SuppressionConfig = { silences: [], maintenance: [], rules: { inhibitions: [], dependencies: [] } };
  sent: Sent[] = [];
  events: { alert: string; stage: string; outcome: string; reason: string; atMs: number }[] = [];
  eventKeys = new Set<string>();
  plan: Plan | null = null;
  private made = 0;
  private suppressedBy = new Map<string, string | null>();

  fire(labels: Record<string, string>, changed: Partial<AlertView> = {}): string {
    this.made += 1;
    const all: Record<string, string> & { alertname: string } = { alertname: 'DiskFull', ...labels };
    const id = idOf(9, this.made);
    this.alerts.set(id, {
      id, version: 1, fingerprint: fingerprintOf(labelSetOf(Object.entries(all))), source: 'rule', ruleId: null, name: all.alertname, severity: severityOf(labelSetOf(Object.entries(all))), state: 'firing',
      isActive: true, suppression: null, isFlapping: false, service: all.service ?? '', team: '', labels: all, annotations: {}, value: 1, startsAt: this.nowMs, firedAt: this.nowMs, acknowledgedAt: null,
      acknowledgedBy: null, acknowledgedUntil: null, owner: null, comment: '', resolvedAt: null, resolution: null, resolvedBy: null, runbookUrl: null, generatorUrl: null, groupKey: null, causeId: null, ...changed,
    });
    return id;
  }

  change(id: string, changed: Partial<AlertView>): void {
    const alert = this.alerts.get(id);
    if (!alert) throw new Error(`There is no alert ${id}.`);
    this.alerts.set(id, { ...alert, ...changed, version: alert.version + 1 });
  }

  end(id: string, changed: Partial<AlertView> = {}): void {
    this.suppressedBy.set(id, this.alerts.get(id)?.suppression?.reason ?? null);
    this.change(id, { state: 'resolved', suppression: null, isActive: false, resolvedAt: this.nowMs, resolution: 'condition', ...changed });
  }

  acknowledge(id: string, untilMs: number | null = null): void {
    this.change(id, { state: 'acknowledged', acknowledgedAt: this.nowMs, acknowledgedUntil: untilMs, acknowledgedBy: { kind: 'user', id: alice.id, name: 'Alice' } });
  }

  silence(matchers: SuppressionConfig['silences'][number]['matchers'], startsAt: number, endsAt: number): void {
    this.config = { ...this.config, silences: [...this.config.silences, { id: idOf(5, this.config.silences.length + 1), matchers, startsAt, endsAt, comment: 'a deploy', createdBy: { name: 'Alice' } }] };
  }

  /** One planning, and all that it says carried out. */
  tick(): Sent[] {
    const before = this.sent.length;
    const open = [...this.alerts.values()].filter(({ id, state }) => state !== 'pending' && !this.settled.has(id));
    const plan = planNotifications({
      nowMs: this.nowMs, tenantName: 'Alpha', url: 'https://nines.example',
      alerts: open.map((alert): PlanAlert => ({ ...alert, labelSet: labelSetOf(Object.entries(alert.labels)), suppressedBy: this.suppressedBy.get(alert.id) ?? null })),
      groups: [...this.groups].map(([key, { version, state }]) => ({ key, version, state: GroupState.parse(JSON.parse(state)) })),
      routes: compileRoutes(this.route), suppression: compileSuppression(this.config),
      directory: { channels: this.channels, people: this.people, policies: this.policies, schedules: this.schedules },
    });
    this.carryOut(plan);
    return this.sent.slice(before);
  }

  private carryOut(plan: Plan): void {
    this.plan = plan;
    for (const { id, suppression, causeId, groupKey } of plan.alerts) this.change(id, { suppression, causeId, groupKey });
    for (const id of plan.expired) this.change(id, { state: 'firing', acknowledgedAt: null, acknowledgedUntil: null, acknowledgedBy: null });
    for (const id of plan.settled) this.settled.add(id);
    for (const { key, version, state } of plan.groups) {
      if ((this.groups.get(key)?.version ?? 0) !== version) throw new Error(`The group ${key} was not read in its version.`);
      if (state) this.groups.set(key, { version: version + 1, state: JSON.stringify(state) });
      else this.groups.delete(key);
    }
    for (const { alertIds, stage, outcome, reason } of plan.decisions) for (const alert of alertIds) this.events.push({ alert, stage, outcome, reason, atMs: this.nowMs });
    for (const { eventKey, kind, channel, recipient, alertIds, message } of plan.deliveries) {
      if (this.eventKeys.has(eventKey)) throw new Error(`The event ${eventKey} is told twice.`);
      this.eventKeys.add(eventKey);
      const to = recipient.kind === 'user' ? `${recipient.name} by ${channel.name}` : channel.name;
      this.sent.push({ atMs: this.nowMs, kind, to, title: message.title, reason: message.reason, alerts: alertIds, message });
    }
  }

  /** Goes on to a time, with a planning whenever one is due. */
  runTo(toMs: number): Sent[] {
    const before = this.sent.length;
    this.tick();
    for (let due = this.plan?.nextDueMs ?? null; due !== null && due <= toMs; due = this.plan?.nextDueMs ?? null) {
      if (due <= this.nowMs) throw new Error('The plan is due at a time that is over.');
      this.nowMs = due;
      this.tick();
    }
    this.nowMs = toMs;
    this.tick();
    return this.sent.slice(before);
  }

  run(forMs: number): Sent[] {
    return this.runTo(this.nowMs + forMs);
  }

  reasonsOf(alert: string, stage?: string): string[] {
    return this.events.filter((each) => each.alert === alert && (stage === undefined || each.stage === stage)).map(({ outcome, reason }) => `${outcome}: ${reason}`);
  }
}

/** `chat fire`, `Alice by mail escalate`: who was sent what. */
export function short(sent: readonly Sent[]): string[] {
  return sent.map(({ to, kind }) => `${to} ${kind}`);
}
