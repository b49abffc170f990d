import { figuresOf } from '@/lib/sla/figures';
import type { ObjectiveView } from '@/lib/sla/schemas';
import type { MeasuredObjective } from './measured-objectives';

export function viewOfObjective({ objective, recorded, partOf, nowMs }: MeasuredObjective): ObjectiveView {
  const { id, version, settings, service, alertRuleIds, createdAt, updatedAt } = objective;
  return { id, version, settings, serviceName: service.name, ...figuresOf(recorded, partOf, nowMs), alertRuleIds, createdAt: createdAt.getTime(), updatedAt: updatedAt.getTime() };
}
