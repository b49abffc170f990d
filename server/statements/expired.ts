import { kept } from '@/server/checks/expire-checks';

/** What expires is deleted while it is looked at. */
const slackMs = 86_400_000;

/** Whether what was stored at a time may be gone already, because it is no longer kept. Milliseconds since 1970. */
export function isExpired(what: keyof typeof kept, atMs: number, nowMs: number): boolean {
  return atMs < nowMs - kept[what] + slackMs;
}
