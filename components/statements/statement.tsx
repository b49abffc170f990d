'use client';

import { useQuery } from '@tanstack/react-query';
import { FileX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { Waiting } from '@/components/ui/waiting';
import { messageOf } from '@/lib/errors';
import { filesOf } from './statement-files';
import { statementQuery } from './statement-queries';
import { StatementSeal } from './statement-seal';
import { StatementSheet } from './statement-sheet';
import { StatementTools } from './statement-tools';
import { useVerification } from './use-verification';
import { VerificationResult } from './verification-result';

/** One issued statement, with what proves it and what can be done with it. */
export function Statement({ id, canEdit }: { id: string; canEdit: boolean }) {
  const query = useQuery(statementQuery(id));
  const verification = useVerification(id);
  const { data } = query;
  const retry = () => void query.refetch();
  if (!data) {
    return (
      <Waiting
        thing="statement"
        error={query.error}
        onRetry={retry}
        wayOut={
          <Link href="/sla/statements" className={buttonStyle()}>
            All statements
          </Link>
        }
      >
        <Skeleton className="h-11 max-w-md" />
        <Skeleton className="h-[32rem] max-w-4xl" />
      </Waiting>
    );
  }
  const { document, hash, signature, publicKey, replacedBy } = data;
  const files = filesOf(document?.number ?? null, id);
  const seal = <StatementSeal hash={hash} previousHash={document?.previousHash ?? null} signature={signature} publicKey={publicKey} files={files} number={document?.number ?? null} />;
  return (
    <div className="flex min-w-0 flex-col gap-4" data-stale={query.isError || undefined}>
      <StatementTools id={id} data={data} files={files} verification={verification} />
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <div className={cn('grid min-w-0 grid-cols-1 items-start gap-4 print:block', verification.data && 'xl:grid-cols-[minmax(0,56rem)_minmax(20rem,1fr)]')}>
        {verification.data ? (
          <div className="min-w-0 xl:order-last print:hidden">
            <VerificationResult verification={verification.data} data={data} canEdit={canEdit} />
          </div>
        ) : null}
        {document ? (
          <StatementSheet statement={document.statement} issued={{ ...document, replacedBy }} level={1}>
            {seal}
          </StatementSheet>
        ) : (
          <Damaged text={data.text}>{seal}</Damaged>
        )}
      </div>
    </div>
  );
}

const mostLetters = 4_000;

/** What is stored is no statement any more: it is shown as it is, and can still be verified. */
function Damaged({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Card className="max-w-4xl min-w-0">
      <Notice icon={FileX} level={1} role="alert" title="The stored statement is damaged">
        What is stored is no statement any more, so that it cannot be shown as one. Verify says what differs from what was issued; a copy that was saved before can be checked by its hash and signature.
      </Notice>
      <div className="flex min-w-0 flex-col gap-6 px-4 pb-4 sm:px-10 sm:pb-10">
        <section aria-labelledby="stored-title" className="flex min-w-0 flex-col gap-2">
          <h2 id="stored-title" className="text-sm font-medium">
            What is stored{text.length > mostLetters ? `, the first ${mostLetters.toLocaleString('en')} of ${text.length.toLocaleString('en')} letters` : ''}
          </h2>
          <pre tabIndex={0} aria-labelledby="stored-title" className="max-h-80 overflow-auto rounded-base border bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap">
            {text === '' ? 'Nothing' : text.slice(0, mostLetters)}
          </pre>
        </section>
        {children}
      </div>
    </Card>
  );
}
