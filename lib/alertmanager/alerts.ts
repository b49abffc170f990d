import type { AlertView } from '@/lib/alerts/schemas';
import { resolveTimeoutMs } from './postable-alerts';
import { formatTime } from './times';

/** An alert that fires, with what Alertmanager shows of it besides. */
export interface ApiAlert {
  view: Pick<AlertView, 'labels' | 'annotations' | 'fingerprint' | 'startsAt' | 'suppression' | 'generatorUrl'>;
  activeUntilMs: number | null;
  updatedAtMs: number;
  /** Names of the receivers that its routes lead to. */
  receivers: readonly string[];
  /** The fingerprint of the alert that mutes it. */
  causeFingerprint: string | null;
}

/** Which alerts a request wants to see besides those of its matchers. */
export interface StatusFilter {
  active: boolean;
  silenced: boolean;
  inhibited: boolean;
}

/** Maintenance counts as a silence, a dependency as an inhibition: clients know no others. */
function statusOf({ view: { suppression }, causeFingerprint }: ApiAlert) {
  const isSilenced = suppression?.kind === 'silence' || suppression?.kind === 'maintenance';
  return {
    inhibitedBy: suppression && !isSilenced ? [causeFingerprint ?? suppression.id] : [],
    mutedBy: [],
    silencedBy: suppression && isSilenced ? [suppression.id] : [],
    state: suppression ? ('suppressed' as const) : ('active' as const),
  };
}

export function isWanted(alert: ApiAlert, { active, silenced, inhibited }: StatusFilter): boolean {
  const { state, silencedBy, inhibitedBy } = statusOf(alert);
  return (active || state !== 'active') && (silenced || silencedBy.length === 0) && (inhibited || inhibitedBy.length === 0);
}

/** An alert as the API shows it. One that ends only when it is said to is shown to last for as long as one that has just been posted. */
export function gettableAlert(alert: ApiAlert, nowMs: number) {
  const { view, activeUntilMs, updatedAtMs, receivers } = alert;
  return {
    annotations: view.annotations,
    endsAt: formatTime(activeUntilMs ?? nowMs + resolveTimeoutMs),
    fingerprint: view.fingerprint,
    receivers: receivers.map((name) => ({ name })),
    startsAt: formatTime(view.startsAt),
    status: statusOf(alert),
    updatedAt: formatTime(updatedAtMs),
    ...(view.generatorUrl === null ? {} : { generatorURL: view.generatorUrl }),
    labels: view.labels,
  };
}
