'use client';

import { useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Waiting } from '@/components/ui/waiting';
import { isAppError } from '@/lib/errors';
import { readRetention, retentionFields, updateRetention, type RetentionAnswer } from '@/lib/settings/api';
import { retentionQuery } from '../config-queries';
import { SectionForm } from '../section-form';
import { useSectionDraft, type Versioned } from '../use-section-draft';
import { costWords, storageWords } from './cost-words';
import { draftOf, readRetentionDraft, retentionDifferences, type RetentionDraft } from './retention-draft';
import { RetentionField } from './retention-field';
import { RetentionPreview } from './retention-preview';

/** How long samples are kept, and what it takes on disk. */
export function RetentionSettings({ viewer }: { viewer: Viewer }) {
  const query = useQuery({ ...retentionQuery(), refetchOnReconnect: false });
  if (query.data) return <Form answer={query.data} canEdit={mayCall(viewer, updateRetention)} />;
  if (isAppError(query.error) && query.error.code === 'not_found') {
    return (
      <Card>
        <Notice icon={Database} title="Set for the whole installation">
          {query.error.message}
        </Notice>
      </Card>
    );
  }
  return <Waiting thing="retention" error={query.error} onRetry={() => void query.refetch()} />;
}

const versioned = ({ version, settings }: RetentionAnswer): Versioned<RetentionDraft> => ({ version, value: draftOf(settings) });

function Form({ answer, canEdit }: { answer: RetentionAnswer; canEdit: boolean }) {
  const section = useSectionDraft<RetentionDraft>({
    stored: versioned(answer),
    save: async ({ version, value }) => versioned(await callEndpoint(updateRetention, { body: { version, settings: readRetentionDraft(value).settings } })),
    read: async () => versioned(await callEndpoint(readRetention)),
  });
  const { draft, edit, issues } = section;
  const read = readRetentionDraft(draft);
  return (
    <SectionForm
      label="Retention" saveLabel="Save the retention" section={section} part="retention" differences={retentionDifferences} canEdit={canEdit} isValid={Object.keys(read.faults).length === 0}
      preview={section.isChanged && Object.keys(read.faults).length === 0 ? <RetentionPreview settings={read.settings} /> : null}
    >
      <Card aria-label="What it takes now" className="flex flex-col gap-1 p-4 text-sm">
        {answer.figures === null || answer.cost === null ? (
          <p>Another program stores the metrics (METRICS_URL): it decides how long they are kept.</p>
        ) : (
          <>
            <p>{costWords(answer.figures, answer.cost, (answer.facts.find(({ field }) => field === 'rawDays')?.inForce ?? 0))}</p>
            <p className="text-muted">{storageWords(answer.figures)}</p>
          </>
        )}
      </Card>
      <Card className="flex flex-col gap-4 p-4">
        {retentionFields.map((field) => {
          const fact = answer.facts.find((each) => each.field === field);
          return fact ? <RetentionField key={field} fact={fact} value={draft[field]} fault={read.faults[field] ?? issues.find(({ path }) => path.endsWith(field))?.message} onChange={(text) => edit({ [field]: text })} /> : null;
        })}
        <p className="text-xs text-muted">A change holds at once, without a restart. What is older goes with the next round, in whole parts: samples by the day, 5-minute roll-ups by 30 days, hourly ones by 180. Samples go only once they are rolled up.</p>
      </Card>
    </SectionForm>
  );
}
