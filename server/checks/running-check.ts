import { networkTargetOf } from '@/lib/checks/network-target';
import type { TargetOutcome } from '@/lib/checks/observer';
import type { CheckMemory, OpenMaintenance } from '@/lib/checks/plan';
import type { Evidence, ProbeResult } from '@/lib/checks/schemas';
import { coverMs, firstMemory, stepCheck, stepMaintenance, stepUnmeasured, type Step, type StepPlan } from '@/lib/checks/step';
import { CheckSeries } from './check-series';
import { networkLostReason } from './observing';
import { addPending, nothingPending, type EventRef, type Pending } from './pending';
import type { CheckDefinition, Last, LoadedCheck } from './stored-checks';
import { openWindowOf, type OpenWindow } from './tenant-windows';
import type { WrittenCheck } from './write-checks';

/** A heartbeat is late or it is not: nothing is gained by asking again. */
const heartbeatPlan = { failures: { count: 1, of: 1 }, successes: 1 };

/** Events with evidence of one hour. */
const mostEvidence = 60;

/** A check that is run: what it knows, and what is still to be written of it. */
export class RunningCheck {
  memory: CheckMemory;
  last: Last | null;
  series: CheckSeries;
  /** Whether something is to be written. */
  isDirty = false;
  /** Since when it fails for want of a network. */
  outcome: TargetOutcome | null = null;
  /** Infinity before the first result: what was never measured may take as long as it can. */
  lastDurationMs: number;
  #definition: CheckDefinition;
  #pending: Pending = nothingPending();
  #event: EventRef | null;
  #maintenance: OpenMaintenance | null = null;
  #maintenanceEndMs: number | null = null;
  #windows: readonly OpenWindow[] | null = null;
  #hasAnswered: boolean;
  #evidence = { hour: -1, events: 0 };

  constructor({ definition, memory, last }: LoadedCheck, nowMs: number) {
    this.#definition = definition;
    this.memory = memory ?? firstMemory(nowMs);
    this.last = last;
    this.lastDurationMs = last?.durationMs ?? Infinity;
    const { state, reason } = this.memory;
    this.#hasAnswered = last?.success === true || state === 'up' || state === 'degraded' || (state === 'unknown' && reason === networkLostReason);
    this.#event = this.memory.eventId === null ? null : { id: this.memory.eventId };
    this.#maintenance = this.memory.open?.maintenance ?? null;
    this.series = new CheckSeries(definition.labels);
  }

  get definition(): CheckDefinition {
    return this.#definition;
  }

  set definition(definition: CheckDefinition) {
    const before = this.networkTarget;
    this.#definition = definition;
    if (this.networkTarget !== before) this.#hasAnswered = false;
    this.series = new CheckSeries(definition.labels);
    this.outcome = null;
    this.#windows = null;
  }

  get isInMaintenance(): boolean {
    return this.#maintenance !== null;
  }

  /** What it reaches over the network; null when it needs none. */
  get networkTarget(): string | null {
    return networkTargetOf(this.#definition.kind, this.#definition.target);
  }

  /** What is still to be written. */
  get pending(): Pending {
    return this.#pending;
  }

  get plan(): StepPlan {
    const { plan, kind } = this.#definition;
    return kind === 'heartbeat' ? { ...plan, ...heartbeatPlan } : plan;
  }

  count(result: ProbeResult, atMs: number): void {
    const { success, durationMs, message, evidence } = result;
    this.last = { at: atMs, success, durationMs, message };
    this.#apply(stepCheck(this.memory, { atMs, success, durationMs, message, maintenance: this.#maintenance }, this.plan), evidence);
  }

  unmeasured(fromMs: number, atMs: number, reason: string): void {
    this.#apply(stepUnmeasured(this.memory, { fromMs, atMs, reason, maintenance: this.#maintenance }, this.plan), null);
  }

  /** Notes for the watch over the network how a result came out. */
  noteOutcome({ success, isNetworkError, durationMs }: ProbeResult, atMs: number): void {
    this.lastDurationMs = durationMs;
    const failingSinceMs = success || !isNetworkError ? null : (this.outcome?.failingSinceMs ?? atMs);
    this.#hasAnswered ||= failingSinceMs === null;
    this.outcome = { failingSinceMs, hasAnswered: this.#hasAnswered, coveredMs: atMs + coverMs(this.#definition.plan) };
  }

  /** The windows that are open now: where the one of this check opened or closed, its span is cut. */
  setWindows(windows: readonly OpenWindow[], nowMs: number): void {
    if (windows === this.#windows) return;
    this.#windows = windows;
    const window = openWindowOf(this.#definition.maintenanceLabels, windows);
    const next = window?.maintenance ?? null;
    const changedMs = window?.startsAtMs ?? this.#maintenanceEndMs ?? nowMs;
    this.#maintenanceEndMs = window?.endsAtMs ?? null;
    if (JSON.stringify(next) === JSON.stringify(this.#maintenance)) return;
    this.#maintenance = next;
    const step = stepMaintenance(this.memory, Math.max(this.memory.open?.fromMs ?? 0, Math.min(nowMs, changedMs)), next);
    if (step) this.#apply(step, null);
  }

  /** What is to be written now. It counts as written; `giveBack` says that it was not. */
  take(): { written: WrittenCheck; giveBack: () => void } {
    const [pending, memory, event] = [this.#pending, this.memory, this.#event];
    this.#pending = nothingPending();
    this.isDirty = false;
    return {
      written: { id: this.#definition.id, memory, finalMemory: () => ({ ...memory, eventId: event?.id ?? null }), last: this.last, pending },
      giveBack: () => {
        const { forgetFromMs, spans, events } = this.#pending;
        addPending(pending, { forgetFromMs, spans: spans.values(), events });
        this.#pending = pending;
        this.isDirty = true;
      },
    };
  }

  /** Whether what was seen is kept with one more event: one that changes its state all the time must not fill the disk. */
  #keeps(atMs: number): boolean {
    const hour = Math.floor(atMs / 3_600_000);
    if (hour !== this.#evidence.hour) this.#evidence = { hour, events: 0 };
    this.#evidence.events += 1;
    return this.#evidence.events <= mostEvidence;
  }

  #apply({ memory, event, forgetFromMs, spans }: Step, evidence: Evidence | null): void {
    const before = this.#event;
    const ref = event ? { id: null } : before;
    addPending(this.#pending, {
      forgetFromMs,
      spans: spans.map((span) => ({ ...span, event: event && span.fromMs >= event.atMs ? ref : before })),
      events: event && ref ? [{ ...event, ref, evidence: this.#keeps(event.atMs) ? evidence : null }] : [],
    });
    this.memory = memory;
    this.#event = ref;
    this.isDirty = true;
  }
}
