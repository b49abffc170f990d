import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { openTestEngine } from '@/server/metrics/engine/test-engine';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { testCaller } from '@/server/sla/test-objectives';
import { issueStatement } from '@/server/statements/issue-statement';
import { addStatedService, afterMonth, tamper, testSealer } from '@/server/statements/test-statements';
import { runCommand } from './index';

let test: TestDatabase;
let engine: MetricEngine;

beforeAll(async () => {
  test = await createTestDatabase();
  engine = await openTestEngine(test);
});
afterAll(async () => {
  await engine.close();
  await test.drop();
});
afterEach(() => {
  process.exitCode = undefined;
});

async function nines(...words: string[]): Promise<string> {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
  try {
    await runCommand(words, () => Promise.resolve({ database: test.database, sealer: testSealer, close: () => Promise.resolve() }));
    return printed;
  } finally {
    write.mockRestore();
  }
}

const verify = (...words: string[]) => nines('statements', 'verify', ...words, '--tenant', 'alpha');

describe('statements verify', () => {
  it('says that all is as it was issued, then names what was tampered with and fails', async () => {
    const { database, tenants: { alpha } } = test;
    expect(await verify()).toBe('No statements have been issued.\n');
    const { input, checkId } = await addStatedService(database, alpha, 'shop');
    const sources = { database, metrics: engine, log: createLog('silent'), sealer: testSealer };
    // Its results must still be kept when this test runs, so the clock of the machine is not that of the statement.
    vi.useFakeTimers({ toFake: ['Date'], now: afterMonth + 86_400_000 });
    try {
      for (const customer of ['a', 'b']) await issueStatement(sources, testCaller(alpha, afterMonth), { ...input, customer });
      expect(await verify()).toBe('2 statements verified: 2 as issued, 0 different, 0 not wholly known.\n');
      expect(process.exitCode).toBeUndefined();
      await tamper(database, alpha, `update check_spans set to_at = to_at - interval '12 seconds' where check_id = $1 and state = 'down'`, [checkId]);
      await tamper(database, alpha, `update statements set signature = repeat('A', 86) || '==' where number = 1`, []);
      const printed = await verify('2');
      expect(printed).toMatch(/^Statement 2, figures, different: The objective "shop available" comes out otherwise than it was stated/);
      expect(printed).toContain('\n  down on 3 September: stated 4 m 12 s, now 4 m\n');
      expect(printed).toMatch(/1 statement verified: 0 as issued, 1 different, 0 not wholly known\.\n$/);
      expect(process.exitCode).toBe(1);
      expect(await verify()).toMatch(/^Statement 1, signature, different: .*2 statements verified: 0 as issued, 2 different/s);
      await tamper(database, alpha, `update check_spans set maintenance = '[1]' where check_id = $1 and maintenance is not null`, [checkId]);
      await tamper(database, alpha, `update statements set number = 2147483647, objectives = '[1e400]' where number = 2`, []);
      const all = await verify();
      expect(all).toMatch(/^Statement 1, chain, different: .*\nStatement 1, figures, different: What is stored of the objective "shop available" cannot be read\.\n/s);
      expect(all).toMatch(/\nStatement 2147483647, document, different: What is stored of statement 2147483647 cannot be read\..*2 statements verified: 0 as issued, 2 different/s);
      await expect(verify('9')).rejects.toMatchObject({ code: 'not_found', message: 'There is no statement 9 in this tenant.' });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each(['0', 'x', '1 2', '-1'])('refuses "%s" for a number', async (words) => {
    await expect(verify(...words.split(' '))).rejects.toMatchObject({ code: 'invalid' });
  });
});
