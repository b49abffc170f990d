import { rebuildAll } from '@/server/sla/record-due';
import type { Command } from './command';
import { commandRecord, readOptions, tenantOf, withDatabase } from './options';

const usage = 'sla rebuild [--tenant SLUG]';

export const rebuildSlaCommand: Command = {
  usage,
  summary: 'Counts the days of all objectives anew from what their checks measured, and says how many came out otherwise.',
  async run(args, open) {
    const { values } = readOptions(args, usage, { options: { tenant: { type: 'string' } } });
    return withDatabase(open, async (database) => {
      const { days, changed, objectives, left } = await rebuildAll(database, await tenantOf(database, values.tenant), commandRecord().now);
      const counted = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`;
      const rest = left === 0 ? '' : ` ${counted(left, 'objective')} of metrics ${left === 1 ? 'is left as it was' : 'are left as they were'} recorded.`;
      return `${counted(days, 'day')} of ${counted(objectives, 'objective')} counted anew: ${changed} came out otherwise.${rest}`;
    });
  },
};
