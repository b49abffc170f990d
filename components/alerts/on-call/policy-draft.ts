import { PolicySettings, type EscalationTarget } from '@/lib/alerts/on-call/schemas';
import type { FieldIssue } from '@/lib/errors';
import { formatDurationMs, parseDurationMs } from '@/lib/scrape/duration';

export interface StepDraft {
  after: string;
  /** `user:<id>`, `schedule:<id>` or `channel:<id>`. */
  targets: readonly string[];
}

/** A policy as its form holds it. */
export interface PolicyDraft {
  name: string;
  steps: readonly StepDraft[];
  repeats: string;
  repeatAfter: string;
}

export const newPolicy: PolicyDraft = { name: '', steps: [{ after: '0s', targets: [] }], repeats: '3', repeatAfter: '30m' };

/** A further step comes five minutes after the one before. */
export const newStep: StepDraft = { after: '5m', targets: [] };

export function draftOfPolicy({ name, steps, repeats, repeatAfterMs }: PolicySettings): PolicyDraft {
  return {
    name, repeats: String(repeats), repeatAfter: formatDurationMs(repeatAfterMs),
    steps: steps.map(({ afterMs, targets }) => ({ after: formatDurationMs(afterMs), targets: targets.map(targetKey) })),
  };
}

function targetKey({ kind, id }: EscalationTarget): string {
  return `${kind}:${id}`;
}

/** The settings of a draft, or what is to be corrected. */
export function readPolicy(draft: PolicyDraft): { settings: PolicySettings; issues: [] } | { settings: null; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const duration = (text: string, path: string) => {
    const ms = parseDurationMs(text.trim() === '' ? '0' : text.trim());
    if (ms === null) issues.push({ path, message: 'Write a time such as 30s, 5m or 1h.' });
    return ms ?? 0;
  };
  const input = {
    name: draft.name,
    steps: draft.steps.map(({ after, targets }, index) => ({ afterMs: duration(after, `steps.${index}.afterMs`), targets: targets.map(targetOf) })),
    repeats: draft.repeats.trim() === '' ? 0 : Number(draft.repeats),
    repeatAfterMs: duration(draft.repeatAfter, 'repeatAfterMs'),
  };
  const parsed = PolicySettings.safeParse(input);
  if (issues.length === 0 && parsed.success) return { settings: parsed.data, issues: [] };
  const others = parsed.error?.issues.map(({ path, message }) => ({ path: path.join('.'), message })) ?? [];
  return { settings: null, issues: [...issues, ...others.filter(({ path }) => !issues.some((issue) => issue.path === path))].slice(0, 20) };
}

function targetOf(key: string): { kind: string; id: string } {
  const at = key.indexOf(':');
  return { kind: key.slice(0, at), id: key.slice(at + 1) };
}
