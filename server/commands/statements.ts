import type { Finding, Verification } from '@/lib/statements/schemas';
import { verifyStatements } from '@/server/statements/verify';
import type { Command } from './command';
import { commandRecord, readOptions, tenantOf, usageError, withDatabase } from './options';

const usage = 'statements verify [NUMBER] [--tenant SLUG]';

export const verifyStatementsCommand: Command = {
  usage,
  summary: 'Recomputes one SLA statement or all of them from raw data, and checks their texts, their chain and their signatures. Fails when anything is different.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, usage, { options: { tenant: { type: 'string' } } });
    const number = numberOf(positionals);
    return withDatabase(open, async (database, sealer) => {
      const tenant = await tenantOf(database, values.tenant);
      const counts: Record<Verification['result'], number> = { ok: 0, different: 0, unknown: 0 };
      for await (const verification of verifyStatements({ database, sealer }, tenant, () => commandRecord().now, number)) {
        counts[verification.result] += 1;
        for (const line of linesOf(verification)) process.stdout.write(`${line}\n`);
      }
      if (counts.different > 0) process.exitCode = 1;
      return summaryOf(counts);
    });
  },
};

function numberOf(positionals: readonly string[]): number | null {
  const [text, ...others] = positionals;
  if (text === undefined) return null;
  if (others.length > 0 || !/^[1-9]\d{0,5}$/.test(text)) throw usageError(`"${positionals.join(' ')}" is not the number of a statement.`, usage);
  return Number(text);
}

function linesOf({ number, findings }: Verification): string[] {
  return findings.filter(({ result }) => result !== 'ok').flatMap((finding) => [`Statement ${number}, ${finding.what}, ${finding.result}: ${finding.sentence}`, ...differencesOf(finding)]);
}

function differencesOf({ differences }: Finding): string[] {
  return differences.map(({ where, stated, now }) => `  ${where}: stated ${stated}, now ${now}`);
}

function summaryOf({ ok, different, unknown }: Record<Verification['result'], number>): string {
  const all = ok + different + unknown;
  if (all === 0) return 'No statements have been issued.';
  return `${all} ${all === 1 ? 'statement' : 'statements'} verified: ${ok} as issued, ${different} different, ${unknown} not wholly known.`;
}
