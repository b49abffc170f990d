import { Button } from '@/components/ui/button';
import type { RuleView } from '@/lib/alerts/rules/schemas';
import { differences } from './draft-differences';
import { draftOf, type RuleDraft } from './rule-draft';

interface RuleConflictProps {
  mine: RuleDraft;
  theirs: RuleView;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** Somebody changed the rule in the meantime: both sides where they differ, and the choice between them. */
export function RuleConflict({ mine, theirs, onTakeTheirs, onKeepMine }: RuleConflictProps) {
  const found = differences(mine, draftOf(theirs.settings));
  return (
    <section role="alert" aria-label="Conflict" className="flex flex-col gap-3 rounded-base border border-warning-fill bg-warning-soft p-4 text-sm">
      <p className="font-medium">Somebody else changed this rule while you edited it. Nothing of yours was saved.</p>
      {found.length === 0 ? (
        <p>Both sides say the same.</p>
      ) : (
        <dl className="grid grid-cols-1 gap-3 sm:grid-cols-[10rem_1fr_1fr]">
          {found.map((each) => (
            <div key={each.name} className="contents">
              <dt className="font-medium">{each.name}</dt>
              <dd className="min-w-0 font-mono text-xs break-words whitespace-pre-wrap">
                <span className="font-sans text-muted">Now: </span>
                {each.theirs || 'empty'}
              </dd>
              <dd className="min-w-0 font-mono text-xs break-words whitespace-pre-wrap">
                <span className="font-sans text-muted">Yours: </span>
                {each.mine || 'empty'}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTakeTheirs}>Take what is stored</Button>
        <Button onClick={onKeepMine}>Keep mine, then save again</Button>
      </div>
    </section>
  );
}
