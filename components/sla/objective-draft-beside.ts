import type { CheckView } from '@/lib/checks/schemas';
import type { FieldIssue } from '@/lib/errors';
import type { ObjectiveInput } from '@/lib/sla/schemas';
import { readObjectiveDraft, type ObjectiveDraft } from './objective-draft';

/** The share of results that may be asked to be fast. */
export const latencyTargets = ['95', '99', '99.9'] as const;

/** The objective of the response time that is made beside one of the uptime. */
export interface BesideDraft {
  isWanted: boolean;
  checkId: string;
  target: (typeof latencyTargets)[number];
  thresholdMs: string;
}

export const noBeside: BesideDraft = { isWanted: false, checkId: '', target: '95', thresholdMs: '100' };

/** Stands before the paths of what is wrong with it. */
export const besidePath = 'beside.';

/** Whether what a check measures is how long an answer takes: a heartbeat says it itself, and an expression answers Nines. */
export function isTimed({ kind }: Pick<CheckView, 'kind'>): boolean {
  return kind !== 'heartbeat' && kind !== 'promql';
}

/** What both are, or what is wrong with the one beside. */
export function readBeside({ isWanted, checkId, target, thresholdMs }: BesideDraft, uptime: ObjectiveDraft, serviceName: string | undefined): { input: ObjectiveInput | null; issues: FieldIssue[] } {
  if (!isWanted || uptime.kind !== 'checks') return { input: null, issues: [] };
  const { input, issues } = readObjectiveDraft({ ...uptime, name: null, kind: 'latency', latencyCheckId: checkId, thresholdMs, target }, serviceName);
  return { input, issues: issues.filter(({ path }) => path.startsWith('sli.')).map(({ path, message }) => ({ path: `${besidePath}${path}`, message })) };
}
