import { formatDuration } from '@/components/time/format';
import type { ThresholdView } from '@/lib/alerts/rules/thresholds';
import { parseDurationMs } from '@/lib/scrape/duration';
import { comparisonWord, levelWord } from './level-words';
import { writtenMatchers, type LevelDraft, type RuleDraft } from './rule-draft';

type Aggregate = RuleDraft['builder']['aggregate'];

export const aggregateWord: Record<Aggregate, string> = {
  avg: 'Average', min: 'Lowest value', max: 'Highest value', sum: 'Sum', count: 'Number of samples', rate: 'Rate a second, of a counter', increase: 'Increase, of a counter', last: 'Latest value',
};

const spoken: Record<Aggregate, string> = {
  avg: 'the average of', min: 'the lowest value of', max: 'the highest value of', sum: 'the sum of', count: 'the number of samples of', rate: 'the rate a second of', increase: 'the increase of', last: 'the latest value of',
};

const operatorWord = { '=': 'is', '!=': 'is not', '=~': 'matches', '!~': 'does not match' } as const;

/** What the builder asks for, as a sentence; null until a metric is chosen. */
export function ruleSentence(draft: RuleDraft, thresholds: readonly ThresholdView[]): string | null {
  const { builder, comparison } = draft;
  if (builder.metric.trim() === '') return null;
  const windowMs = parseDurationMs(builder.window.trim() || '0') ?? 0;
  const forMs = parseDurationMs(draft.duration.trim() || '0') ?? 0;
  const where = writtenMatchers(builder.matchers).map(({ label, operator, value }) => `${label} ${operatorWord[operator]} ${value === '' ? 'empty' : value}`);
  const levels = (['warning', 'critical'] as const).flatMap((severity) => {
    const words = wordOf(draft[severity], thresholds);
    return words === null ? [] : [`${words} (${severity})`];
  });
  const parts = [
    `Fires when ${windowMs === 0 && builder.aggregate === 'avg' ? 'the latest value of' : spoken[builder.aggregate]} ${builder.metric}`,
    where.length > 0 ? ` where ${where.join(' and ')}` : '',
    windowMs > 0 ? ` over the last ${formatDuration(windowMs)}` : '',
    eachWords(builder.by),
    ` is ${comparisonWord[comparison]} ${levels.length === 0 ? 'a level' : levels.join(' or ')}`,
    forMs > 0 ? ` for ${formatDuration(forMs)}` : '',
  ];
  return `${parts.join('')}.`;
}

function eachWords(by: readonly string[] | null): string {
  if (by === null) return ', for each series by itself,';
  return by.length === 0 ? ', over all series together,' : `, for each ${by.join(' and ')},`;
}

function wordOf(level: LevelDraft, thresholds: readonly ThresholdView[]): string | null {
  switch (level.kind) {
    case 'none':
      return null;
    case 'number':
      return level.text.trim() === '' ? null : level.text.trim();
    case 'threshold':
      return levelWord(level, thresholds);
  }
}
