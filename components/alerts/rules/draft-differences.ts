import { builderExpression } from './read-rule';
import type { LevelDraft, PairDraft, RuleDraft } from './rule-draft';

type Shown = readonly [name: string, words: (draft: RuleDraft) => string];

const shown: readonly Shown[] = [
  ['On', ({ isEnabled }) => (isEnabled ? 'yes' : 'no')],
  ['Name', ({ name }) => name],
  ['Condition', expressionText],
  ['Warning', ({ warning }) => levelText(warning)],
  ['Critical', ({ critical }) => levelText(critical)],
  ['Comparison', ({ comparison }) => comparison],
  ['Severity', ({ severity }) => severity],
  ['Resolve condition', ({ resolveExpr }) => resolveExpr],
  ['Hysteresis', ({ hysteresis }) => hysteresis],
  ['For', ({ duration }) => duration],
  ['Evaluated every', ({ interval }) => interval],
  ['Keep firing for', ({ keepFiring }) => keepFiring],
  ['Found in', ({ needed, of }) => `${needed} of ${of}`],
  ['Missing data', ({ noData }) => noData],
  ['Summary', ({ summary }) => summary],
  ['What to do', ({ explanation }) => explanation],
  ['Runbook', ({ runbookUrl }) => runbookUrl],
  ['Team', ({ team }) => team],
  ['Service', ({ service }) => service],
  ['Labels', ({ labels }) => pairText(labels)],
  ['Annotations', ({ annotations }) => pairText(annotations)],
  ['Group', ({ group }) => group],
  ['About', ({ description }) => description],
];

/** Where two forms of a rule differ, in words. */
export function differences(mine: RuleDraft, theirs: RuleDraft): { name: string; mine: string; theirs: string }[] {
  return shown.flatMap(([name, words]) => {
    const [a, b] = [words(mine).trim(), words(theirs).trim()];
    return a === b ? [] : [{ name, mine: a, theirs: b }];
  });
}

function expressionText(draft: RuleDraft): string {
  if (draft.way === 'builder') return builderExpression(draft).expr ?? draft.builder.metric;
  return draft.form === 'series' ? draft.expr : draft.query;
}

function levelText(level: LevelDraft): string {
  if (level.kind === 'none') return 'none';
  return level.kind === 'number' ? level.text : `${level.threshold}, ${level.side}`;
}

function pairText(pairs: readonly PairDraft[]): string {
  return pairs.map(({ name, value }) => `${name}=${value}`).join('\n');
}
