import type { ThresholdView } from '@/lib/alerts/rules/thresholds';
import { builderExpression } from './read-rule';
import type { RuleDraft } from './rule-draft';
import { ruleSentence } from './rule-sentence';

/** What the builder asks for, as a sentence and as the PromQL that it makes. */
export function ExpressionShown({ draft, thresholds }: { draft: RuleDraft; thresholds: readonly ThresholdView[] }) {
  const sentence = ruleSentence(draft, thresholds);
  const { expr } = builderExpression(draft);
  return (
    <section aria-label="In words and PromQL" className="flex min-w-0 flex-col gap-2 rounded-base bg-sunken px-3 py-2">
      <p className="text-sm break-words">{sentence ?? 'Choose a metric: what the rule says is told here.'}</p>
      {expr === null ? null : (
        <p className="font-mono text-xs break-words text-muted" data-expression>
          {expr}
        </p>
      )}
    </section>
  );
}
