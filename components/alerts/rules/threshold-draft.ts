import type { ThresholdKey, ThresholdOverrides, ThresholdView } from '@/lib/alerts/rules/thresholds';

export interface LevelsText {
  warning: string;
  critical: string;
}

/** What is typed, by the key of the threshold; one that is left out is as it is stored. */
export type ThresholdDraft = Partial<Record<ThresholdKey, LevelsText>>;

/** What a row shows: what is typed, else what is stored. */
export function textOf(threshold: ThresholdView, draft: ThresholdDraft): LevelsText {
  return draft[threshold.key] ?? { warning: String(threshold.warning), critical: String(threshold.critical) };
}

export function isDefault({ defaults }: ThresholdView, { warning, critical }: LevelsText): boolean {
  return numberOf(warning) === defaults.warning && numberOf(critical) === defaults.critical;
}

type ReadThresholds = { thresholds: ThresholdOverrides; issues: Partial<Record<ThresholdKey, string>> };

/** The thresholds that differ from their defaults, and what is wrong by key. */
export function readThresholdDraft(all: readonly ThresholdView[], draft: ThresholdDraft): ReadThresholds {
  const thresholds: ThresholdOverrides = {};
  const issues: ReadThresholds['issues'] = {};
  for (const threshold of all) {
    const text = textOf(threshold, draft);
    const [warning, critical] = [numberOf(text.warning), numberOf(text.critical)];
    if (warning === null || critical === null) issues[threshold.key] = 'Write a number for both, such as 80 or 0.5.';
    else if (warning !== threshold.defaults.warning || critical !== threshold.defaults.critical) thresholds[threshold.key] = { warning, critical };
  }
  return { thresholds, issues };
}

export function isChanged(all: readonly ThresholdView[], draft: ThresholdDraft): boolean {
  return all.some((each) => {
    const { warning, critical } = textOf(each, draft);
    return numberOf(warning) !== each.warning || numberOf(critical) !== each.critical;
  });
}

/** Where what is typed and what is stored differ, in words. */
export function thresholdDifferences(all: readonly ThresholdView[], draft: ThresholdDraft): { name: string; mine: string; theirs: string }[] {
  return all.filter((each) => isChanged([each], draft)).map((each) => ({ name: each.title, mine: levelWords(textOf(each, draft)), theirs: levelWords(textOf(each, {})) }));
}

function levelWords({ warning, critical }: LevelsText): string {
  return `warning ${warning.trim() || 'empty'}, critical ${critical.trim() || 'empty'}`;
}

function numberOf(text: string): number | null {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text.trim()) ? Number(text) : null;
}
