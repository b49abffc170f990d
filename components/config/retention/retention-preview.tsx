'use client';

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { Card } from '@/components/ui/card';
import { messageOf } from '@/lib/errors';
import { previewRetention } from '@/lib/settings/api';
import type { RetentionSettings } from '@/lib/settings/retention-settings';
import { costWords, removalWords, storageWords } from './cost-words';

function previewQuery(settings: RetentionSettings) {
  return queryOptions({ queryKey: ['config', 'retention', 'preview', settings], queryFn: ({ signal }) => callEndpoint(previewRetention, { body: settings, signal }), placeholderData: keepPreviousData, staleTime: 0, gcTime: 0 });
}

/** What saving would take and remove. */
export function RetentionPreview({ settings }: { settings: RetentionSettings }) {
  const { data, error } = useQuery(previewQuery(settings));
  if (error) return <p role="alert" className="text-sm text-critical">What it would do cannot be told: {messageOf(error)}</p>;
  if (!data) return <p role="status" className="text-sm text-muted">Counting what it would do</p>;
  const words = removalWords(data);
  return (
    <Card aria-label="What saving does" role="status" className="flex flex-col gap-1 p-4 text-sm">
      <h2 className="font-medium">What saving does</h2>
      {words.length === 0 ? <p>It removes nothing.</p> : words.map((each) => <p key={each}>{each}</p>)}
      {data.cost && data.figures ? (
        <p className="text-muted">
          {settings.rawDays === null ? '' : `${costWords(data.figures, data.cost, settings.rawDays)} `}
          {storageWords(data.figures)}
        </p>
      ) : null}
    </Card>
  );
}
