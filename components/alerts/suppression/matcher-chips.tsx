import type { AlertMatcher } from '@/lib/alerts/schemas';

/** Matchers as PromQL writes them, one by one. */
export function MatcherChips({ matchers }: { matchers: readonly AlertMatcher[] }) {
  return (
    <ul aria-label="Labels" className="flex min-w-0 flex-wrap gap-1">
      {matchers.map(({ label, operator, value }, index) => (
        <li key={index} className="min-w-0 rounded-base bg-sunken px-2 py-0.5 font-mono text-xs break-all">
          {label}
          {operator}
          {JSON.stringify(value)}
        </li>
      ))}
    </ul>
  );
}
