import { endSessionsOf } from '@/server/auth/members';
import type { Command } from './command';
import { commandRecord, readOptions, tenantOf, toEmail, withDatabase } from './options';

const usage = 'sessions end EMAIL [--tenant SLUG]';

export const endSessionsCommand: Command = {
  usage,
  summary: 'Signs a person out everywhere, at once.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, usage, { options: { tenant: { type: 'string' } } });
    const email = toEmail(positionals[0], usage);
    return withDatabase(open, async (database) => {
      const count = await endSessionsOf(database, await tenantOf(database, values.tenant), email, commandRecord());
      return `${count} ${count === 1 ? 'session' : 'sessions'} of ${email} ended.`;
    });
  },
};
