import { z } from 'zod';
import type { AlertCounts } from '@/lib/alerts/api';
import { Severity } from '@/lib/alerts/schemas';
import type { Transaction } from '@/server/database/database';

const Row = z.object({ state: z.enum(['pending', 'firing', 'acknowledged']), is_suppressed: z.boolean(), severity: Severity, count: z.coerce.number() });

/** How many open alerts of the transaction's tenant are in which state. */
export async function countAlerts(tx: Transaction): Promise<AlertCounts> {
  const rows = await tx.$queryRaw`
    select state, suppression is not null as is_suppressed, severity, count(*) from alerts where state <> 'resolved' group by 1, 2, 3`;
  const counts: AlertCounts = { pending: 0, firing: 0, acknowledged: 0, suppressed: 0, bySeverity: { critical: 0, warning: 0, info: 0 } };
  for (const { state, is_suppressed: isSuppressed, severity, count } of z.array(Row).parse(rows)) {
    if (isSuppressed && state !== 'pending') counts.suppressed += count;
    else counts[state] += count;
    if (state === 'firing' && !isSuppressed) counts.bySeverity[severity] += count;
  }
  return counts;
}
