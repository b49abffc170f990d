import { auditLimits } from '@/lib/audit/schemas';
import type { ChainPlace } from '@/lib/audit/chain';
import { wholeSentence } from '@/server/audit/verify';
import { verifyTrail } from '@/server/audit/verify-trail';
import type { Command } from './command';
import { readOptions, tenantOf, usageError, withDatabase } from './options';

const usage = 'audit verify [--tenant SLUG]';

export const verifyAuditCommand: Command = {
  usage,
  summary: 'Recomputes the chain of the audit trail and compares it with what was signed. Fails at the first broken link.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, usage, { options: { tenant: { type: 'string' } } });
    if (positionals.length > 0) throw usageError(`"${positionals.join(' ')}" is too much.`, usage);
    return withDatabase(open, async (database, sealer) => {
      const tenant = await tenantOf(database, values.tenant);
      let from: ChainPlace | null = null;
      for (let entries = 0; ; ) {
        const step = await verifyTrail({ database, sealer }, tenant, { from, most: auditLimits.verified });
        entries += step.entries;
        if (step.fault) {
          process.exitCode = 1;
          return `Broken at entry ${step.fault.seq}, after ${entries.toLocaleString('en')} that hold. ${step.fault.sentence}`;
        }
        if (step.isFinished) return `${wholeSentence(step, entries)}${sealer ? '' : ' The signatures were not checked: the encryption key is not here.'}`;
        from = step.place;
      }
    });
  },
};
