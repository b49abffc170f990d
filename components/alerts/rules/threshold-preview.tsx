'use client';

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { Card } from '@/components/ui/card';
import { previewThresholds, type ThresholdsPreview } from '@/lib/alerts/rules/api';
import type { ThresholdOverrides } from '@/lib/alerts/rules/thresholds';
import { messageOf } from '@/lib/errors';
import { thresholdEffect } from './threshold-effect';

function previewQuery(thresholds: ThresholdOverrides) {
  return queryOptions({ queryKey: ['thresholds preview', thresholds], queryFn: ({ signal }) => callEndpoint(previewThresholds, { body: { thresholds }, signal }), placeholderData: keepPreviousData, staleTime: 0, gcTime: 0, retry: false });
}

/** Which alerts the levels that are typed would begin and end now. */
export function ThresholdPreview({ thresholds }: { thresholds: ThresholdOverrides }) {
  const { data, error, isPlaceholderData } = useQuery(previewQuery(thresholds));
  if (error) return <p role="status" className="text-sm text-muted">What it would do now: {messageOf(error)}</p>;
  if (!data) return <p role="status" className="text-sm text-muted">Looking what it would do now</p>;
  return (
    <Card aria-label="What saving does" className="flex flex-col gap-2 p-4 text-sm">
      <p role="status" className={isPlaceholderData ? 'text-muted' : 'font-medium'}>
        {thresholdEffect(data)}
      </p>
      <Alerts alerts={data.begins} words="would fire" />
      <Alerts alerts={data.ends} words="would end" />
    </Card>
  );
}

const shown = 10;

function Alerts({ alerts, words }: { alerts: ThresholdsPreview['begins']; words: string }) {
  if (alerts.length === 0) return null;
  return (
    <ul aria-label={`Alerts that ${words}`} className="list-inside list-disc text-xs text-muted">
      {alerts.slice(0, shown).map(({ ruleId, rule, severity, labels }) => (
        <li key={ruleId + severity + JSON.stringify(labels)} className="break-words">
          {rule} ({severity}) {words}: {Object.entries(labels).filter(([name]) => !['alertname', 'severity'].includes(name)).map(([name, value]) => `${name}=${value}`).join(', ')}
        </li>
      ))}
    </ul>
  );
}
