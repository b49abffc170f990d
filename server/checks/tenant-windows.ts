import { compileMatchers } from '@/lib/alerts/matchers';
import { currentOpening, upcomingOpenings } from '@/lib/alerts/suppression/openings';
import type { OpenMaintenance } from '@/lib/checks/plan';
import type { LabelSet } from '@/lib/metrics/labels';
import type { TenantChecks } from './stored-checks';

export interface OpenWindow {
  maintenance: OpenMaintenance;
  startsAtMs: number;
  endsAtMs: number;
  accepts(labels: LabelSet): boolean;
}

/** The maintenance windows of one tenant. */
export class TenantWindows {
  readonly #windows: (TenantChecks['maintenance'][number] & { accepts: OpenWindow['accepts'] })[];
  #open: readonly OpenWindow[] = [];
  #nextChangeMs = -Infinity;
  #askedMs = Infinity;

  constructor(windows: TenantChecks['maintenance']) {
    this.#windows = windows.map((window) => ({ ...window, accepts: compileMatchers(window.settings.matchers) }));
  }

  /** Those that are open; the same array as long as none opens or closes. */
  openAt(nowMs: number): readonly OpenWindow[] {
    if (nowMs >= this.#askedMs && nowMs < this.#nextChangeMs) return this.#open;
    this.#askedMs = nowMs;
    this.#nextChangeMs = Infinity;
    this.#open = this.#windows.flatMap(({ id, settings: { name, reason, schedule }, accepts }) => {
      const opening = currentOpening(schedule, nowMs);
      const [next] = upcomingOpenings(schedule, nowMs, 1);
      this.#nextChangeMs = Math.min(this.#nextChangeMs, next?.startsAt ?? Infinity, opening?.endsAt ?? Infinity);
      return opening ? [{ maintenance: { id, name, reason }, startsAtMs: opening.startsAt, endsAtMs: opening.endsAt, accepts }] : [];
    });
    return this.#open;
  }
}

/** The window that a check with these labels is in; of several the one that ends last. */
export function openWindowOf(labels: LabelSet, windows: readonly OpenWindow[]): OpenWindow | null {
  return windows.reduce<OpenWindow | null>((found, each) => (each.endsAtMs > (found?.endsAtMs ?? -Infinity) && each.accepts(labels) ? each : found), null);
}
