'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { ManagedNotice } from '@/components/ui/managed';
import { Skeleton } from '@/components/ui/skeleton';
import { CheckForm } from './check-form';
import { checkFormQuery, checkKindsQuery } from './check-queries';
import { KindIcon } from './kind-icon';
import { CannotShow } from './list-parts';

/** The kinds to choose from, and then the form of the chosen one, which the URL names. */
export function NewCheck() {
  const kinds = useQuery(checkKindsQuery());
  const search = useSearchParams();
  const serviceId = search.get('service') ?? '';
  if (!kinds.data) return <Waiting error={kinds.error} onRetry={() => void kinds.refetch()} />;
  const addressOf = (kind: string) => `/checks/new?${new URLSearchParams({ ...(kind === '' ? {} : { kind }), ...(serviceId === '' ? {} : { service: serviceId }) }).toString()}`;
  const kind = kinds.data.kinds.find((each) => each.kind === search.get('kind'));
  if (kind) {
    return (
      <>
        <p className="-mt-2 flex flex-wrap items-center gap-x-3 text-sm text-muted">
          <KindIcon kind={kind.kind} className="size-4" />
          {kind.title}
          <Link href={addressOf('')} className="inline-flex h-11 items-center gap-1 text-ink underline underline-offset-4 sm:h-7">
            <ArrowLeft aria-hidden className="size-3.5" />
            Another kind
          </Link>
        </p>
        <ManagedNotice section="checks" />
        <CheckForm key={kind.kind} kind={kind} check={null} serviceId={serviceId} />
      </>
    );
  }
  return (
    <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3" aria-label="Kinds of checks">
      {kinds.data.kinds.map(({ kind: value, title, summary }) => (
        <li key={value}>
          <Link href={addressOf(value)} className="flex h-full min-h-11 items-start gap-3 rounded-base border bg-surface px-4 py-3 hover:bg-sunken">
            <KindIcon kind={value} className="mt-0.5 size-5 shrink-0 text-muted" />
            <span className="flex min-w-0 flex-col gap-1">
              <span className="text-sm font-medium">{title}</span>
              <span className="text-xs text-muted">{summary}.</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The form of a stored check, once it was read. */
export function EditCheck({ id }: { id: string }) {
  const kinds = useQuery(checkKindsQuery());
  const found = useQuery(checkFormQuery(id));
  const check = found.data?.check;
  const kind = kinds.data?.kinds.find((each) => each.kind === check?.kind);
  if (!kind || !check) return <Waiting error={kinds.error ?? found.error} onRetry={() => void Promise.all([kinds.refetch(), found.refetch()])} />;
  return (
    <>
      <ManagedNotice section="checks" />
      <CheckForm key={check.id} kind={kind} check={check} serviceId="" />
    </>
  );
}

function Waiting({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error) return <CannotShow title="The form cannot be shown" error={error} onRetry={onRetry} />;
  return (
    <div role="status">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-96" />
    </div>
  );
}
