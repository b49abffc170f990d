'use client';

import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { BellPlus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice } from '@/components/ui/managed';
import { messageOf } from '@/lib/errors';
import { createBurnAlerts } from '@/lib/sla/api';
import { burnRuleCount } from '@/lib/sla/burn-rules';
import type { ObjectiveView } from '@/lib/sla/schemas';
import { burnPlan, burnWords } from './burn-plan';
import { windowDays } from './objective-words';
import { burnRuleQuery, slaKey } from './sla-queries';

interface BurnAlertsProps {
  objective: ObjectiveView;
  /** Whether the viewer may change rules at all. */
  isAllowed: boolean;
  /** Not while a file manages them. */
  canEdit: boolean;
}

/** The rules that watch the budget, or the way to make them. */
export function BurnAlerts({ objective, isAllowed, canEdit }: BurnAlertsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const count = objective.alertRuleIds.length;
  return (
    <Card aria-labelledby="burn-alerts-title">
      <CardHeader id="burn-alerts-title" title="Burn-rate alerts" note={count > 0 ? `${count} ${count === 1 ? 'rule' : 'rules'}` : undefined} />
      {count > 0 ? (
        <RuleLinks ids={objective.alertRuleIds} isAllowed={isAllowed} onCreateMissing={canEdit && count < burnRuleCount ? () => setIsOpen(true) : null} />
      ) : (
        <div className="flex flex-col items-start gap-3 px-4 pb-4 text-sm">
          <p className="text-pretty text-muted">Nobody is told yet when the budget goes too fast. {canEdit ? 'One press makes the rules.' : isAllowed ? '' : 'An owner or admin can make the rules.'}</p>
          <ManagedNotice section="alertRules" />
          {canEdit ? (
            <Button onClick={() => setIsOpen(true)}>
              <BellPlus aria-hidden className="size-4" />
              Create burn-rate alerts
            </Button>
          ) : null}
        </div>
      )}
      <Dialog open={isOpen} onClose={() => setIsOpen(false)} title="Create burn-rate alerts">
        <Plan objective={objective} onDone={() => setIsOpen(false)} />
      </Dialog>
    </Card>
  );
}

function Plan({ objective: { id, settings, alertRuleIds }, onDone }: { objective: ObjectiveView; onDone: () => void }) {
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () => callEndpoint(createBurnAlerts, { params: { id }, body: {} }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: slaKey });
      onDone();
    },
  });
  const days = windowDays(settings.window);
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p className="text-pretty">
        {alertRuleIds.length === 0 ? 'Three alert rules are made for' : 'The missing ones of the three alert rules are made, and the others brought up to date, for'} {settings.name}: one that pages, one that can wait, and one for the missed objective. The first two fire while the budget burns at least so fast over both times of a line; the short one ends the alert soon after the fault.
      </p>
      <table className="w-full">
        <thead>
          <tr className="text-left text-xs text-muted">
            <th scope="col" className="py-1 pr-2 font-normal">Burn</th>
            <th scope="col" className="py-1 pr-2 font-normal">Over</th>
            <th scope="col" className="py-1 pr-2 font-normal">Severity</th>
            <th scope="col" className="hidden py-1 font-normal sm:table-cell">Which</th>
          </tr>
        </thead>
        <tbody className="divide-y border-t">
          {burnPlan.map((rule) => (
            <tr key={rule.factor}>
              <th scope="row" className="py-2 pr-2 text-left font-medium whitespace-nowrap">{rule.factor}×</th>
              <td className="py-2 pr-2 whitespace-nowrap">
                {rule.long} and {rule.short}
              </td>
              <td className="py-2 pr-2">{rule.severity}</td>
              <td className="hidden py-2 text-xs text-muted sm:table-cell">{burnWords(rule, days)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="py-2 pr-2 text-left font-medium">Missed</th>
            <td className="py-2 pr-2">the window</td>
            <td className="py-2 pr-2">critical</td>
            <td className="hidden py-2 text-xs text-muted sm:table-cell">the budget is overspent</td>
          </tr>
        </tbody>
      </table>
      <p className="text-xs text-pretty text-muted">They are usual rules: you find them under Rules, may change them there, and they go where your routing sends them.</p>
      {create.isError ? (
        <p role="alert" className="text-critical">
          Nothing was made. {messageOf(create.error)}
        </p>
      ) : null}
      <Button look="primary" size="large" data-first pending={create.isPending} onClick={() => create.mutate()}>
        {alertRuleIds.length === 0 ? 'Create the three rules' : 'Create the missing rules'}
      </Button>
    </div>
  );
}

interface RuleLinksProps {
  ids: readonly string[];
  isAllowed: boolean;
  /** Null where none is missing, or they cannot be made. */
  onCreateMissing: (() => void) | null;
}

function RuleLinks({ ids, isAllowed, onCreateMissing }: RuleLinksProps) {
  const rules = useQueries({ queries: ids.slice(0, 10).map((id) => burnRuleQuery(id)) });
  return (
    <div className="flex flex-col pb-2">
      <ul>
        {rules.map(({ data, isError }, index) => (
          <li key={ids[index]} className="min-w-0">
            {data ? (
              isAllowed ? (
                <Link href={`/alert-rules/${data.id}`} prefetch={false} className="flex min-h-11 items-center px-4 py-1 text-sm hover:bg-sunken focus-visible:-outline-offset-2 sm:min-h-9">
                  <span className="min-w-0 break-words">{data.settings.name}</span>
                </Link>
              ) : (
                <span className="block px-4 py-1 text-sm break-words">{data.settings.name}</span>
              )
            ) : (
              <span className="block px-4 py-2 text-sm text-muted">{isError ? 'A rule that was deleted since' : 'Reading the rule'}</span>
            )}
          </li>
        ))}
      </ul>
      {onCreateMissing ? (
        <Button look="quiet" className="mx-2 mt-1 justify-start" onClick={onCreateMissing}>
          Create the missing rules
        </Button>
      ) : null}
      <Link href="/alert-rules" className={buttonStyle({ look: 'quiet', className: 'mx-2 mt-1 justify-start' })}>
        All alert rules
      </Link>
    </div>
  );
}
