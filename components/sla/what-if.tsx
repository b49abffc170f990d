import type { z } from 'zod';
import { Card, CardHeader } from '@/components/ui/card';
import { StateIcon } from '@/components/ui/state';
import type { readObjective } from '@/lib/sla/api';
import type { ShownUnit } from './figures';
import { whatIfWords } from './objective-words';

interface WhatIfProps {
  cases: z.output<(typeof readObjective)['response']>['whatIf'];
  unit: ShownUnit;
}

/** What other targets would have meant for the window. */
export function WhatIf({ cases, unit }: WhatIfProps) {
  const known = cases.filter(({ isMet }) => isMet !== null);
  return (
    <Card aria-labelledby="what-if-title">
      <CardHeader id="what-if-title" title="With another target" />
      {known.length === 0 ? <p className="px-4 pb-4 text-sm text-muted">What other targets would have meant is told here once something is measured.</p> : null}
      <ul className="flex flex-col gap-2 px-4 pb-4 empty:hidden">
        {known.map((each) => (
          <li key={each.target} className="flex items-start gap-2 text-sm">
            <StateIcon state={each.isMet ? 'ok' : 'critical'} className="mt-0.5" />
            <span className="min-w-0 text-pretty">{whatIfWords(each, unit)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
