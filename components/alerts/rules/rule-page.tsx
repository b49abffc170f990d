'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button';
import { Waiting } from '@/components/ui/waiting';
import { RuleForm } from './rule-form';
import { ruleQuery } from './rule-queries';

/** The form of a stored rule, once it was read. */
export function RulePage({ id }: { id: string }) {
  const query = useQuery(ruleQuery(id));
  if (query.data) return <RuleForm key={query.data.id} rule={query.data} />;
  const wayOut = (
    <Link href="/alert-rules" className={buttonStyle()}>
      All rules
    </Link>
  );
  return <Waiting thing="rule" error={query.error} onRetry={() => void query.refetch()} wayOut={wayOut} />;
}
