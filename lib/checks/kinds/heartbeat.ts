import { z } from 'zod';
import { isTimeZone } from '@/lib/alerts/suppression/time-zone';
import { readCron } from '../cron';
import type { CheckKind } from './kind';

const Settings = z
  .strictObject({
    schedule: z.enum(['period', 'cron']).default('period').meta({ title: 'Schedule', description: 'period: a signal at least so often; cron: a signal for each of its times' }),
    periodSeconds: z.number().int().min(10).max(31_536_000).default(3_600).meta({ title: 'Period in seconds', description: 'Of the schedule period: the longest time from one success to the next' }),
    cron: z.string().trim().max(200).default('').meta({ title: 'Cron expression', description: 'Of the schedule cron: minute, hour, day of the month, month, day of the week; or @hourly, @daily, ...', placeholder: '30 2 * * mon-fri' }),
    timeZone: z.string().max(100).default('UTC').refine(isTimeZone, 'must be the name of a time zone, as Europe/Berlin').meta({ title: 'Time zone', description: 'Of the cron expression', placeholder: 'Europe/Berlin' }),
    graceSeconds: z.number().int().min(0).max(2_592_000).default(300).meta({ title: 'Grace in seconds', description: 'How much later than due a signal may come' }),
    maxRunSeconds: z.number().int().min(1).max(2_592_000).nullable().default(null).meta({ title: 'Longest run in seconds', description: 'From start to success; empty: as long as the grace, and at least until the success is due', isAdvanced: true }),
  })
  .superRefine(({ schedule, cron }, context) => {
    const problem = schedule === 'cron' ? readCron(cron).problem : null;
    if (problem !== null) context.addIssue({ code: 'custom', path: ['cron'], message: problem });
  });
const Secrets = z.strictObject({});

export type HeartbeatSettings = z.infer<typeof Settings>;

/** The service calls Nines: nobody is asked, and its results come of `lib/checks/heartbeat`. */
export const heartbeat: CheckKind<HeartbeatSettings, Record<string, never>> = {
  kind: 'heartbeat',
  title: 'Heartbeat',
  summary: 'Waits for a backup, a job or a device to call Nines in time',
  settings: Settings,
  secrets: Secrets,
  targetOf: ({ schedule, periodSeconds, cron, timeZone }) => (schedule === 'cron' ? `${cron} (${timeZone})` : `every ${lengthOf(periodSeconds)}`),
  destinationOf: () => '',
};

function lengthOf(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
