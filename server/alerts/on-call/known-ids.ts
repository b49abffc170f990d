import type { PolicySettings, ScheduleSettings } from '@/lib/alerts/on-call/schemas';
import { AppError, type FieldIssue } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';

interface Named {
  path: string;
  id: string;
}

const mostIssues = 20;

/** Throws `invalid` that names each person of a schedule who is no member of the tenant. Overrides that are over at `now` may name anybody. */
export async function checkSchedule(tx: Transaction, { layers, overrides }: ScheduleSettings, path: string, now: number): Promise<void> {
  const named = [
    ...layers.flatMap(({ participants }, layer) => participants.map((id, at) => ({ path: `${path}.layers.${layer}.participants.${at}`, id }))),
    ...overrides.flatMap(({ userId, endsAt }, at) => (endsAt > now ? [{ path: `${path}.overrides.${at}.userId`, id: userId }] : [])),
  ];
  refuse(missing(named, await members(tx, named), 'is no member of this organisation'));
}

/** Throws `invalid` that names each target of a policy that is not there: people, schedules, channels. */
export async function checkPolicy(tx: Transaction, { steps }: PolicySettings, path: string): Promise<void> {
  const named = steps.flatMap(({ targets }, step) => targets.map(({ kind, id }, at) => ({ kind, path: `${path}.steps.${step}.targets.${at}.id`, id })));
  const users = named.filter(({ kind }) => kind === 'user');
  const schedules = named.filter(({ kind }) => kind === 'schedule');
  const channels = named.filter(({ kind }) => kind === 'channel');
  const foundSchedules = await tx.onCallSchedule.findMany({ where: { id: { in: idsOf(schedules) } }, select: { id: true } });
  const foundChannels = await tx.notificationChannel.findMany({ where: { id: { in: idsOf(channels) } }, select: { id: true } });
  refuse([
    ...missing(users, await members(tx, users), 'is no member of this organisation'),
    ...missing(schedules, new Set(idsOf(foundSchedules)), 'is no on-call schedule that there is'),
    ...missing(channels, new Set(idsOf(foundChannels)), 'is no notification channel that there is'),
  ]);
}

/** Throws `invalid` for somebody who is no member of the tenant. */
export async function checkMember(tx: Transaction, id: string, path: string): Promise<void> {
  const named = [{ path, id }];
  refuse(missing(named, await members(tx, named), 'is no member of this organisation'));
}

async function members(tx: Transaction, named: readonly Named[]): Promise<Set<string>> {
  const found = await tx.membership.findMany({ where: { userId: { in: idsOf(named) } }, select: { userId: true } });
  return new Set(found.map(({ userId }) => userId));
}

function idsOf(named: readonly { id: string }[]): string[] {
  return [...new Set(named.map(({ id }) => id))];
}

function missing(named: readonly Named[], known: ReadonlySet<string>, problem: string): FieldIssue[] {
  return named.filter(({ id }) => !known.has(id)).map(({ path, id }) => ({ path, message: `${id} ${problem}` }));
}

function refuse(issues: readonly FieldIssue[]): void {
  const [first] = issues;
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { issues: issues.slice(0, mostIssues) });
}
