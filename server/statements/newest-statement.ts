import { z } from 'zod';
import type { StatementBody } from '@/lib/statements/schemas';
import type { Transaction } from '@/server/database/database';

const Row = z.object({ number: z.number(), document: z.string() });

/** The newest statement for the same service, customer and month with the same objectives: what another one of them replaces. */
export async function newestFor(tx: Transaction, { service, customer, month, objectives }: StatementBody): Promise<z.infer<typeof Row> | null> {
  const ids = JSON.stringify(objectives.map(({ id }) => ({ id })));
  const rows = await tx.$queryRaw`
    select number, document from statements where service_id = ${service.id}::uuid and customer = ${customer} and month = ${month} and objectives @> ${ids}::jsonb
      and case jsonb_typeof(objectives) when 'array' then jsonb_array_length(objectives) = ${objectives.length}::int else false end
    order by number desc limit 1`;
  return z.array(Row).parse(rows)[0] ?? null;
}
