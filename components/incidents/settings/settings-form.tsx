'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { callEndpoint } from '@/components/api-client';
import { SectionForm } from '@/components/config/section-form';
import { settingsRead, useSectionDraft, type Versioned } from '@/components/config/use-section-draft';
import { incidentsKey } from '@/components/incidents/incident-queries';
import { useCanEdit } from '@/components/ui/managed';
import { readIncidentSettings, updateIncidentSettings } from '@/lib/incidents/api';
import type { IncidentSettings } from '@/lib/incidents/schemas';
import { ChecklistPart } from './checklist-part';
import { RulesPart } from './rules-part';
import { differencesOf } from './settings-differences';
import { draftOfSettings, readSettings, type SettingsDraft } from './settings-draft';
import { SeverityFields, type PolicyChoice } from './severity-fields';
import { TemplatesPart } from './templates-part';

interface SettingsFormProps {
  answer: { version: number; settings: IncidentSettings };
  policies: readonly PolicyChoice[];
  isAllowed: boolean;
}

const versioned = ({ version, settings }: SettingsFormProps['answer']): Versioned<SettingsDraft> => ({ version, value: draftOfSettings(settings) });

/** What decides about incidents, saved as one. */
export function SettingsForm({ answer, policies, isAllowed }: SettingsFormProps) {
  const queries = useQueryClient();
  const canEdit = useCanEdit('incidents', isAllowed);
  const section = useSectionDraft<SettingsDraft>({
    stored: versioned(answer),
    save: async ({ version, value }) => versioned(await callEndpoint(updateIncidentSettings, { body: { version, settings: settingsRead(readSettings(value)) } })),
    read: async () => versioned(await callEndpoint(readIncidentSettings)),
    onSaved: () => void queries.invalidateQueries({ queryKey: incidentsKey }),
  });
  const { draft, stored, edit } = section;
  const storedKeys = useMemo(() => new Set(stored.severities.map(({ key }) => key)), [stored]);
  const issues = section.issues.map(({ path, message }) => ({ path: path.replace(/^body\.(?:settings\.)?/, ''), message }));
  return (
    <SectionForm label="Settings of incidents" saveLabel="Save the settings" part="incidents" section={section} differences={differencesOf} canEdit={isAllowed}>
      <SeverityFields severities={draft.severities} storedKeys={storedKeys} policies={policies} issues={issues} canEdit={canEdit} onChange={(severities) => edit({ severities })} />
      <RulesPart draft={draft} issues={issues} canEdit={canEdit} onChange={edit} />
      <TemplatesPart templates={draft.templates} severities={draft.severities} issues={issues} canEdit={canEdit} onChange={(templates) => edit({ templates })} />
      <ChecklistPart checklist={draft.checklist} issues={issues} canEdit={canEdit} onChange={(checklist) => edit({ checklist })} />
    </SectionForm>
  );
}
