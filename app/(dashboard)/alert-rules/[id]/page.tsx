import type { Metadata } from 'next';
import { RulePage } from '@/components/alerts/rules/rule-page';
import { RulesFrame } from '../frame';

export const metadata: Metadata = { title: 'Edit alert rule' };

export default async function EditRulePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <RulesFrame title="Edit alert rule" path={`/alert-rules/${id}`} needed="monitoring.config.update" isWide>
      {() => <RulePage id={id} />}
    </RulesFrame>
  );
}
