'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CloudOff, FileInput, Plus, Ruler, SearchX, SlidersHorizontal } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { ExportButton } from './export-button';
import { ImportRules } from './import-rules';
import { RuleFilters } from './rule-filters';
import { ruleListQuery, thresholdsQuery } from './rule-queries';
import { columns, RuleRow } from './rule-row';
import { counted } from './rule-words';
import { noRuleFilters } from './rules-state';
import { useRulesState } from './use-rules-state';

/** The rules, live, with what they found and how their evaluation goes. */
export function Rules({ canEdit: isAllowed }: { canEdit: boolean }) {
  const canEdit = useCanEdit('alertRules', isAllowed);
  const [state, change] = useRulesState();
  const list = useInfiniteQuery(ruleListQuery(state));
  const thresholds = useQuery(thresholdsQuery());
  const [isImporting, setIsImporting] = useState(false);
  useLiveAlerts();
  const pages = list.data?.pages ?? [];
  const rules = pages.flatMap((page) => page.rules);
  const counts = pages[0]?.counts;
  const retry = () => void list.refetch();
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {counts ? `${counted(counts.total, 'rule')}, ${counted(counts.total - counts.disabled, 'is', 'are')} on` : 'Reading the rules'}
          {counts && counts.failing > 0 ? <span className="font-medium text-critical">, {counted(counts.failing, 'cannot', 'cannot')} be evaluated</span> : null}
        </p>
        <Actions canEdit={canEdit} onImport={() => setIsImporting(true)} />
      </div>
      <ManagedNotice section="alertRules" />
      <RuleFilters state={state} counts={counts} onChange={change} />
      {list.isError && list.data ? <RefreshFailed message={messageOf(list.error)} onRetry={retry} /> : null}
      <Card aria-label="Rules" aria-busy={list.isPlaceholderData} className={cn('overflow-hidden transition-opacity duration-150', list.isPlaceholderData && 'opacity-60')}>
        {!list.data && list.isError ? (
          <Notice icon={CloudOff} role="alert" title="The rules cannot be listed" action={<Button onClick={retry}>Try again</Button>}>
            {messageOf(list.error)}
          </Notice>
        ) : !list.data ? (
          <ListSkeleton />
        ) : rules.length === 0 ? (
          <NoRules total={counts?.total ?? 0} canEdit={canEdit} onAll={() => change(noRuleFilters)} />
        ) : (
          <>
            <Heads />
            <ul className="divide-y">
              {rules.map((rule) => (
                <RuleRow key={rule.id} rule={rule} thresholds={thresholds.data?.thresholds ?? []} nowMs={list.dataUpdatedAt} canEdit={canEdit} onTeam={(team) => change({ team })} />
              ))}
            </ul>
            {list.hasNextPage ? (
              <div className="border-t p-2">
                <Button look="quiet" className="w-full" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  Show more rules
                </Button>
              </div>
            ) : null}
          </>
        )}
      </Card>
      <Dialog open={isImporting} onClose={() => setIsImporting(false)} title="Import a Prometheus rule file" className="max-w-2xl">
        <ImportRules onClose={() => setIsImporting(false)} />
      </Dialog>
    </div>
  );
}

function Actions({ canEdit, onImport }: { canEdit: boolean; onImport: () => void }) {
  return (
    <div className="flex flex-wrap gap-2">
      <Link href="/alert-rules/thresholds" className={buttonStyle()}>
        <SlidersHorizontal aria-hidden className="size-4" />
        Thresholds
      </Link>
      <ExportButton />
      {canEdit ? (
        <>
          <Button onClick={onImport}>
            <FileInput aria-hidden className="size-4" />
            Import
          </Button>
          <Link href="/alert-rules/new" className={buttonStyle({ look: 'primary' })}>
            <Plus aria-hidden className="size-4" />
            New rule
          </Link>
        </>
      ) : null}
    </div>
  );
}

function Heads() {
  return (
    <div aria-hidden className={cn('hidden border-b px-4 py-2 text-xs text-muted', columns)}>
      <span>Rule</span>
      <span>Levels</span>
      <span className="text-right">Alerts</span>
      <span className="text-right">Evaluated</span>
      <span>Team</span>
      <span className="text-center">On</span>
    </div>
  );
}

function NoRules({ total, canEdit, onAll }: { total: number; canEdit: boolean; onAll: () => void }) {
  if (total > 0) {
    return (
      <Notice icon={SearchX} title="No rule matches" action={<Button onClick={onAll}>Show all rules</Button>}>
        {counted(total, 'rule')} {total === 1 ? 'is' : 'are'} there, and none is left by the search and the filters.
      </Notice>
    );
  }
  return (
    <Notice
      icon={Ruler}
      title="There is no rule"
      action={
        canEdit ? (
          <Link href="/alert-rules/new" className={buttonStyle({ look: 'primary' })}>
            Make the first rule
          </Link>
        ) : undefined
      }
    >
      A rule looks at metrics every few seconds and raises an alert when they cross a level. This page shows what each of them finds.
    </Notice>
  );
}

function ListSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2 p-4">
      <span className="sr-only">Loading the rules</span>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} className="h-12" />
      ))}
    </div>
  );
}
