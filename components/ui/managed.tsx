'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import { LockKeyhole } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { callEndpoint } from '@/components/api-client';
import type { SectionKey } from '@/lib/configuration/schemas';
import { isAppError } from '@/lib/errors';
import { readManagedSections } from '@/lib/settings/managed';

const pollMs = 5_000;

function managedSectionsQuery() {
  return queryOptions({
    queryKey: ['config', 'managed'],
    queryFn: ({ signal }) => callEndpoint(readManagedSections, { signal }),
    staleTime: pollMs,
    refetchInterval: ({ state }) => (isAppError(state.error) && state.error.code === 'forbidden' ? false : pollMs),
  });
}

/** The name of the watched file that manages a section; null when none does, or while that is not known. */
function useManaged(section: SectionKey): string | null {
  const { data } = useQuery(managedSectionsQuery());
  return data?.file?.sections.includes(section) ? data.file.name : null;
}

/** Whether somebody who may change a section can do so here: not while a file manages it. */
export function useCanEdit(section: SectionKey, isAllowed: boolean): boolean {
  return useManaged(section) === null && isAllowed;
}

/** Says that a file manages a section, and what is still possible; nothing when none does. */
export function ManagedNotice({ section, children }: { section: SectionKey; children?: ReactNode }) {
  const file = useManaged(section);
  if (file === null) return null;
  return (
    <p role="note" className="flex min-w-0 items-start gap-2 rounded-base border bg-sunken px-4 py-2 text-sm">
      <LockKeyhole aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <span className="min-w-0 break-words">
        Managed by <span className="font-mono text-xs">{file}</span>. Change it there. See{' '}
        <Link href="/config/as-code" className="underline underline-offset-4">
          Config as code
        </Link>
        .{children ? <> {children}</> : null}
      </span>
    </p>
  );
}

/** Controls of a section, disabled while a file manages it; links among them still lead on. They are laid out as if nothing were around them. */
export function Locked({ section, children }: { section: SectionKey; children: ReactNode }) {
  const file = useManaged(section);
  return (
    <fieldset disabled={file !== null} className="contents disabled:[&_:is(input,select,textarea)]:bg-sunken">
      {children}
    </fieldset>
  );
}

/** An editor of a section, marked and locked while a file manages the section. What stays possible in it, such as a test, is put beside `Locked` instead. */
export function Managed({ section, children }: { section: SectionKey; children: ReactNode }) {
  return (
    <>
      <ManagedNotice section={section} />
      <Locked section={section}>{children}</Locked>
    </>
  );
}
