import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { addCheck, addService, objectiveOf } from '@/server/sla/test-objectives';
import { runCommand } from './index';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function nines(...words: string[]): Promise<string> {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
  try {
    await runCommand(words, () => Promise.resolve({ database: test.database, close: () => Promise.resolve() }));
    return printed;
  } finally {
    write.mockRestore();
  }
}

describe('sla rebuild', () => {
  it('counts the days of objectives anew and says how many came out otherwise', async () => {
    const { database, tenants: { alpha } } = test;
    const day = 86_400_000;
    const today = Math.floor(Date.now() / day) * day;
    const serviceId = await addService(database, alpha);
    await addCheck(database, alpha, serviceId, [[today - 5 * day, today - 2 * day, 'up'], [today - 2 * day, today - day, 'down']]);
    const queries = { kind: 'ratio', good: 'a[$window]', total: 'b[$window]' };
    await database.transaction({ kind: 'tenant', tenant: alpha }, async (tx) => {
      for (const settings of [objectiveOf(serviceId), objectiveOf(serviceId, { sli: queries })]) await tx.objective.create({ data: { tenantId: alpha.id, serviceId, name: settings.name, settings } });
    });
    const [first, again] = [await nines('sla', 'rebuild', '--tenant', 'alpha'), await nines('sla', 'rebuild', '--tenant', 'alpha')];
    // In the first minutes of a day, the one before is not finished.
    expect(first).toMatch(/^([45]) days of 1 objective counted anew: \1 came out otherwise\. 1 objective of metrics is left as it was recorded\.\n$/);
    expect(again).toMatch(/^[45] days of 1 objective counted anew: 0 came out otherwise\./);
  });
});
