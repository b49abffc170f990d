import { Temporal } from 'temporal-polyfill';

interface Current {
  /** Null when nobody is on call. */
  userName: string | null;
  untilMs: number | null;
}

interface Next {
  userName: string | null;
  startsAt: number;
}

/** Who is on call and who comes next, as a sentence; times (milliseconds since 1970) in the schedule's time zone. */
export function describeDuty({ userName, untilMs }: Current, next: Next | null, timeZone: string): string {
  const until = untilMs === null ? '' : ` until ${localTime(untilMs, timeZone)}`;
  const now = userName === null ? `Nobody is on call${until}` : `${userName} is on call${until}`;
  if (next === null) return `${now}. Nobody comes after that within 400 days.`;
  const hasGap = userName !== null && untilMs !== null && next.startsAt > untilMs;
  const gap = hasGap ? ', then nobody' : '';
  const from = hasGap || untilMs === null ? ` from ${localTime(next.startsAt, timeZone)}` : '';
  return `${now}${gap}, then ${next.userName ?? 'nobody'}${from}.`;
}

function localTime(timeMs: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(timeMs).toZonedDateTimeISO(timeZone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} (${timeZone})`;
}
