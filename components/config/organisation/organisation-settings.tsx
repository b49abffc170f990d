'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Waiting } from '@/components/ui/waiting';
import { readOrganisation, updateOrganisation, type OrganisationAnswer } from '@/lib/settings/api';
import { previewOrganisation } from '@/lib/settings/previews';
import { organisationQuery } from '../config-queries';
import { Effects } from '../effects';
import { refusedOf, SectionForm } from '../section-form';
import { useSectionDraft, type Versioned } from '../use-section-draft';
import { AccentField } from './accent-field';
import { draftOf, organisationDifferences, sampleDate, settingsOf, type OrganisationDraft } from './organisation-draft';
import { organisationEffects } from './organisation-effects';

const locales = ['en-GB', 'en-US', 'en-CA', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'ja-JP', 'nl-NL', 'pl-PL', 'pt-BR', 'sv-SE'];

/** What the organisation shows itself as. */
export function OrganisationSettings({ viewer }: { viewer: Viewer }) {
  const query = useQuery({ ...organisationQuery(), refetchOnReconnect: false });
  if (query.data) return <Form answer={query.data} canEdit={mayCall(viewer, updateOrganisation)} />;
  return <Waiting thing="organisation" error={query.error} onRetry={() => void query.refetch()} />;
}

const versioned = (answer: OrganisationAnswer): Versioned<OrganisationDraft> => ({ version: answer.version, value: draftOf(answer) });

function Form({ answer, canEdit }: { answer: OrganisationAnswer; canEdit: boolean }) {
  const router = useRouter();
  const [zones] = useState(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]);
  const section = useSectionDraft<OrganisationDraft>({
    stored: versioned(answer),
    save: async ({ version, value }) => versioned(await callEndpoint(updateOrganisation, { body: { version, ...settingsOf(value) } })),
    read: async () => versioned(await callEndpoint(readOrganisation)),
    // The frame around the page shows the name and the colour.
    onSaved: () => router.refresh(),
  });
  const { draft, edit, issues } = section;
  const sample = sampleDate(draft.locale, draft.timeZone);
  return (
    <SectionForm
      label="Organisation" saveLabel="Save the organisation" section={section} part="organisation" differences={organisationDifferences} canEdit={canEdit}
      preview={section.isChanged ? <Effects section="organisation" settings={draft} ask={(asked, signal) => callEndpoint(previewOrganisation, { body: settingsOf(asked).settings, signal })} words={(counts, asked) => organisationEffects(section.stored, asked, counts)} /> : null}
    >
      <Card className="flex flex-col gap-4 p-4">
        <Field label="Name" value={draft.name} maxLength={200} autoComplete="organization" error={refusedOf(issues, 'name')} hint="Everybody who belongs to it sees it at once. 1 to 200 characters." onChange={(event) => edit({ name: event.target.value })} />
        <Field label="Slug" value={answer.slug} readOnly disabled hint="Its name in files and rules of sign-in. It does not change." />
        <Field
          label="Time zone" list="organisation-zones" value={draft.timeZone} maxLength={64} autoComplete="off" spellCheck={false} placeholder="That of the browser" error={refusedOf(issues, 'timeZone')}
          hint="New on-call schedules, objectives and the status page begin with it. Empty: that of the browser. Type to search, such as Berlin." onChange={(event) => edit({ timeZone: event.target.value })}
        />
        <datalist id="organisation-zones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <Field
          label="Dates" list="organisation-locales" value={draft.locale} maxLength={35} autoComplete="off" spellCheck={false} error={refusedOf(issues, 'locale') ?? (sample === null ? 'A language tag, such as en-GB or de-DE.' : undefined)}
          hint={sample === null ? 'By whose habits dates are written. Default: en-GB.' : `By whose habits dates are written: ${sample}. Default: en-GB.`} onChange={(event) => edit({ locale: event.target.value })}
        />
        <datalist id="organisation-locales">
          {locales.map((locale) => (
            <option key={locale} value={locale} />
          ))}
        </datalist>
        <AccentField accent={draft.accent} error={refusedOf(issues, 'accent')} onChange={(accent) => edit({ accent })} />
      </Card>
    </SectionForm>
  );
}
