interface DifferencesProps {
  differences: readonly { name: string; theirs: string; mine: string }[];
}

/** Where what is stored now and what was written differ, side by side. */
export function Differences({ differences }: DifferencesProps) {
  if (differences.length === 0) return <p className="px-4 text-sm text-muted">Both sides say the same.</p>;
  return (
    <dl aria-label="Differences" className="grid grid-cols-1 gap-x-4 gap-y-3 rounded-base border bg-surface p-4 text-sm sm:grid-cols-[11rem_1fr_1fr]">
      {differences.map((each) => (
        <div key={each.name} className="contents">
          <dt className="min-w-0 font-medium break-words">{each.name}</dt>
          <dd className="min-w-0 break-words">
            <span className="text-muted">Now: </span>
            {each.theirs}
          </dd>
          <dd className="min-w-0 break-words">
            <span className="text-muted">Yours: </span>
            {each.mine}
          </dd>
        </div>
      ))}
    </dl>
  );
}
