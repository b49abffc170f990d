import { SettingsPart } from '@/components/incidents/settings/settings-part';
import type { FixedLimit } from '@/lib/limits/api';

/** The limits that no page sets. */
export function FixedLimits({ fixed }: { fixed: readonly FixedLimit[] }) {
  const groups = [...new Set(fixed.map(({ group }) => group))];
  return (
    <SettingsPart title="Fixed limits" about="What Nines bounds besides. They are part of the program, but for those that name a variable.">
      {groups.map((group) => (
        <section key={group} aria-label={group} className="flex min-w-0 flex-col gap-1">
          <h3 className="text-sm font-medium">{group}</h3>
          <dl className="divide-y text-sm">
            {fixed
              .filter((each) => each.group === group)
              .map(({ name, value, setBy }) => (
                <div key={name} className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-4 py-1.5">
                  <dt className="min-w-0 break-words text-muted">
                    {name}
                    {setBy === null ? null : <span className="font-mono text-xs"> {setBy}</span>}
                  </dt>
                  <dd className="min-w-0 break-words tabular-nums">{value}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </SettingsPart>
  );
}
