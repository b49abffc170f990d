'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { readAuditSettings, updateAuditSettings } from '@/lib/audit/api';
import { previewAudit } from '@/lib/settings/previews';
import { Effects } from '../effects';
import { refusedOf, SectionForm } from '../section-form';
import { useSectionDraft, type Versioned } from '../use-section-draft';
import { auditEffects } from './audit-effects';
import { auditKey } from './audit-queries';
import { auditSettingsDifferences, bodyOf, draftOf, settingsOf, type AuditDraft } from './audit-settings-draft';
import { StreamFields } from './stream-fields';

type Answer = z.output<(typeof readAuditSettings)['response']>;

const versioned = (answer: Answer): Versioned<AuditDraft> => ({ version: answer.version, value: draftOf(answer) });

/** How long the trail is kept, and where it is sent. */
export function AuditSettingsForm({ answer, canEdit }: { answer: Answer; canEdit: boolean }) {
  const queries = useQueryClient();
  const section = useSectionDraft<AuditDraft>({
    stored: versioned(answer),
    save: async ({ version, value }) => versioned(await callEndpoint(updateAuditSettings, { body: bodyOf(version, value) })),
    read: async () => versioned(await callEndpoint(readAuditSettings)),
    onSaved: () => void queries.invalidateQueries({ queryKey: auditKey }),
  });
  const { draft, edit, issues } = section;
  const zone = useZone() ?? 'UTC';
  return (
    <SectionForm
      label="Settings of the audit trail"
      saveLabel="Save the settings"
      section={section}
      part="audit"
      differences={auditSettingsDifferences}
      canEdit={canEdit}
      preview={section.isChanged ? <Effects section="audit" settings={settingsOf(draft)} ask={(body, signal) => callEndpoint(previewAudit, { body, signal })} words={(found) => auditEffects(found, (atMs) => formatAbsolute(atMs, zone))} /> : null}
    >
      <Field
        label="Days that entries are kept"
        inputMode="numeric"
        value={draft.retentionDays}
        maxLength={4}
        placeholder="For ever"
        error={refusedOf(issues, 'retentionDays')}
        hint="30 to 3650 days. Empty, the default: for ever. A thousand entries take about 1 MB."
        onChange={(event) => edit({ retentionDays: event.target.value.replaceAll(/\D/g, '') })}
      />
      <SelectField
        label="Stream to"
        options={[
          { value: 'none', label: 'Nowhere' },
          { value: 'syslog', label: 'Syslog' },
          { value: 'webhook', label: 'Webhook' },
        ]}
        value={draft.kind}
        onChange={(kind) => edit({ kind })}
      />
      <p className="-mt-3 text-xs text-muted">Each entry is sent within a second of being written, in order, and at least once. It begins with what is written after it was set up.</p>
      {draft.kind === 'none' ? null : <StreamFields draft={draft} issues={issues} onChange={edit} />}
    </SectionForm>
  );
}
