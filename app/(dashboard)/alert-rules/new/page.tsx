import type { Metadata } from 'next';
import { RuleForm } from '@/components/alerts/rules/rule-form';
import { RulesFrame } from '../frame';

export const metadata: Metadata = { title: 'New alert rule' };

export default function NewRulePage() {
  return (
    <RulesFrame title="New alert rule" path="/alert-rules/new" needed="monitoring.config.update" isWide>
      {() => <RuleForm rule={null} />}
    </RulesFrame>
  );
}
