import { startEscalation } from '@/lib/alerts/on-call/escalation';
import { PolicySettings } from '@/lib/alerts/on-call/schemas';
import type { Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { invalid } from './references';

interface StartedPolicy {
  name: string;
  /** What the incident keeps of it. */
  row: Required<Pick<Prisma.IncidentUncheckedCreateInput, 'policyId' | 'escalationDueAt'>> & { escalation: ReturnType<typeof startEscalation> };
}

/** An escalation that begins at `nowMs` (milliseconds since 1970), to be written into an incident. Throws AppError `invalid` at `body.policyId` for a policy that the tenant does not have. */
export async function startPolicy(tx: Transaction, policyId: string, nowMs: number): Promise<StartedPolicy> {
  const policy = await tx.escalationPolicy.findUnique({ where: { id: policyId }, select: { name: true, settings: true } });
  if (!policy) throw invalid('body.policyId', 'There is no escalation policy with this id.');
  const escalation = startEscalation(PolicySettings.parse(policy.settings), nowMs);
  return { name: policy.name, row: { policyId, escalation, escalationDueAt: escalation.dueMs === null ? null : new Date(escalation.dueMs) } };
}
