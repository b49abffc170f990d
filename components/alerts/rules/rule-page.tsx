'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { RuleForm } from './rule-form';
import { ruleQuery } from './rule-queries';

/** The form of a stored rule, once it was read. */
export function RulePage({ id }: { id: string }) {
  const query = useQuery(ruleQuery(id));
  if (query.data) return <RuleForm key={query.data.id} rule={query.data} />;
  if (query.isError) {
    return (
      <Notice
        icon={CloudOff}
        role="alert"
        title="The rule cannot be shown"
        action={
          <>
            <Button onClick={() => void query.refetch()}>Try again</Button>
            <Link href="/alert-rules" className={buttonStyle()}>
              All rules
            </Link>
          </>
        }
      >
        {messageOf(query.error)}
      </Notice>
    );
  }
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the rule</span>
      <Skeleton className="h-96" />
    </div>
  );
}
