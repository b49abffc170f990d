'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff, SearchX } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { listMetrics, type MetricEntry } from './prometheus-client';

interface MetricBrowserProps {
  open: boolean;
  onClose: () => void;
  onPick: (name: string) => void;
}

/** Metrics shown at once; typing narrows them down. */
const shownAtOnce = 100;

/** Every metric with its type and help; picking one puts its name into the editor. */
export function MetricBrowser({ open, onClose, onPick }: MetricBrowserProps) {
  return (
    <Dialog open={open} onClose={onClose} title="Metrics" className="max-w-2xl">
      <MetricList onPick={onPick} />
    </Dialog>
  );
}

function MetricList({ onPick }: { onPick: (name: string) => void }) {
  const query = useQuery({ queryKey: ['explore', 'metrics'], queryFn: ({ signal }) => listMetrics(signal), staleTime: 30_000 });
  const [search, setSearch] = useState('');
  const words = useDeferredValue(search);
  const found = useMemo(() => filterMetrics(query.data ?? [], words), [query.data, words]);
  return (
    <div className="flex flex-col gap-3">
      <Field label="Search by name or help" data-first type="search" autoComplete="off" value={search} onChange={(event) => setSearch(event.target.value)} />
      {query.isPending ? <ListSkeleton /> : null}
      {query.isError ? (
        <Notice icon={CloudOff} level={3} role="alert" title="The metrics cannot be listed" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
          {messageOf(query.error)}
        </Notice>
      ) : null}
      {query.data && found.length === 0 ? (
        <Notice icon={SearchX} level={3} title={query.data.length === 0 ? 'No metric has arrived yet' : 'No metric has these words'}>
          {query.data.length === 0 ? 'The collector of Nines sends its first samples within a second.' : 'Try a part of the name, such as network or cpu.'}
        </Notice>
      ) : null}
      {found.length > 0 ? (
        <>
          <p role="status" className="text-xs text-muted">
            {found.length > shownAtOnce ? `The first ${shownAtOnce} of ${found.length.toLocaleString('en')} metrics; type to narrow them down` : `${found.length} ${found.length === 1 ? 'metric' : 'metrics'}`}
          </p>
          <ul className="-mx-4 max-h-[50dvh] divide-y overflow-y-auto border-y" tabIndex={-1}>
            {found.slice(0, shownAtOnce).map((metric) => (
              <li key={metric.name}>
                <MetricButton metric={metric} onPick={onPick} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

function MetricButton({ metric: { name, type, help }, onPick }: { metric: MetricEntry; onPick: (name: string) => void }) {
  return (
    <button type="button" onClick={() => onPick(name)} className="flex min-h-11 w-full flex-col justify-center px-4 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2">
      <span className="flex w-full items-baseline justify-between gap-3">
        <span className="min-w-0 font-mono text-xs font-medium break-all">{name}</span>
        <span className="shrink-0 text-xs text-muted">{type}</span>
      </span>
      {help ? <span className="text-xs text-muted">{help}</span> : null}
    </button>
  );
}

function ListSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">Loading the metrics</span>
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-11" />
      ))}
    </div>
  );
}

/** The metrics that have every word in their name or help; those that have the first in the name come first. */
function filterMetrics(all: readonly MetricEntry[], search: string): readonly MetricEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return all;
  const found = all.filter(({ name, help }) => words.every((word) => name.toLowerCase().includes(word) || help.toLowerCase().includes(word)));
  const inName = ({ name }: MetricEntry) => (name.toLowerCase().includes(first) ? 0 : 1);
  return [...found].sort((a, b) => inName(a) - inName(b));
}
