'use client';

import { useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { SettingsPart } from '@/components/incidents/settings/settings-part';
import { Check } from '@/components/ui/check';
import { readLimits, updateLimits } from '@/lib/limits/api';
import { limitKinds, type LimitSettings } from '@/lib/settings/limit-settings';
import { refusedOf, SectionForm } from '../section-form';
import { settingsRead, useSectionDraft, type Versioned } from '../use-section-draft';
import { limitsQuery } from './limit-queries';
import { LimitFields } from './limit-fields';
import { draftOfLimits, limitDifferences, readLimitsDraft, type LimitsDraft } from './limits-draft';
import { LimitsPreview } from './limits-preview';

interface LimitsFormProps {
  stored: { version: number; settings: LimitSettings };
  canEdit: boolean;
  /** Who can, for those who read only. */
  whoCan: string;
}

const versioned = ({ version, settings }: LimitsFormProps['stored']): Versioned<LimitsDraft> => ({ version, value: draftOfLimits(settings) });

/** The limits that can be set, saved as one. */
export function LimitsForm({ stored, canEdit, whoCan }: LimitsFormProps) {
  const queries = useQueryClient();
  const section = useSectionDraft<LimitsDraft>({
    stored: versioned(stored),
    save: async ({ version, value }) => versioned(await callEndpoint(updateLimits, { body: { version, settings: settingsRead(readLimitsDraft(value)) } })),
    read: async () => versioned(await callEndpoint(readLimits)),
    onSaved: () => void queries.invalidateQueries({ queryKey: limitsQuery().queryKey }),
  });
  const { draft, edit, issues, isChanged } = section;
  return (
    <SectionForm label="Rate limits" saveLabel="Save the limits" part="limits" section={section} differences={limitDifferences} canEdit={canEdit} whoCan={whoCan}>
      <SettingsPart title="Rate limits" about="How many requests are taken, counted by each node alone. Whoever sends more gets 429 with the seconds to wait, and nobody else notices. Changes hold at once on every node.">
        <Check label="Count requests and refuse too many" checked={draft.isOn} onChange={(event) => edit({ isOn: event.target.checked })} />
        {limitKinds.map((kind) => (
          <LimitFields
            key={kind}
            kind={kind}
            fields={draft.kinds[kind]}
            errorOf={(field) => refusedOf(issues, `${kind}.${field}`)}
            onChange={(fields) => edit({ kinds: { ...draft.kinds, [kind]: fields } })}
          />
        ))}
        {isChanged ? <LimitsPreview settings={readLimitsDraft(draft).settings} /> : null}
      </SettingsPart>
    </SectionForm>
  );
}
