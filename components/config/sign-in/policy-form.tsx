'use client';

import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Card, CardHeader } from '@/components/ui/card';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { roles } from '@/lib/auth/permissions';
import type { SettingsOf } from '@/lib/settings/sections';
import { previewSignIn } from '@/lib/settings/previews';
import { readSignInSettings, updateSignInSettings, type SignInAnswer } from '@/lib/sso/api';
import { Effects } from '../effects';
import { refusedOf, SectionForm } from '../section-form';
import { useSectionDraft, type Versioned } from '../use-section-draft';
import { policyDifferences, policyEffects } from './policy-words';

type SignIn = SettingsOf<'sign-in'>;

const versioned = ({ version, settings }: SignInAnswer): Versioned<SignIn> => ({ version, value: settings });

/** Who needs a second factor, whether passwords count, and how long sessions last. */
export function PolicyForm({ answer, canEdit }: { answer: SignInAnswer; canEdit: boolean }) {
  const [stored, setStored] = useState(answer);
  const taken = (next: SignInAnswer) => {
    setStored(next);
    return versioned(next);
  };
  const section = useSectionDraft<SignIn>({
    stored: versioned(answer),
    save: async ({ version, value }) => taken(await callEndpoint(updateSignInSettings, { body: { version, settings: value } })),
    read: async () => versioned(await callEndpoint(readSignInSettings)),
  });
  const { draft, edit, issues } = section;
  return (
    <SectionForm
      label="Sign-in" saveLabel="Save how people sign in" section={section} part="signIn" differences={policyDifferences} canEdit={canEdit}
      preview={section.isChanged ? <Effects section="sign-in" settings={draft} ask={(body, signal) => callEndpoint(previewSignIn, { body, signal })} words={(counts, asked) => policyEffects(section.stored, asked, counts)} /> : null}
    >
      <Card aria-labelledby="second-factor">
        <CardHeader id="second-factor" title="Second factor" />
        <div className="px-4 pb-3">
          <p className="text-sm text-muted">People in these roles reach nothing until they have proved a second factor: an authenticator app or a passkey. Default: nobody.</p>
          {roles.map((role) => {
            const count = stored.roles.find((each) => each.role === role);
            const isOn = draft.secondFactorFor.includes(role);
            return (
              <Check
                key={role} label={role} checked={isOn} hint={count ? `${count.people} active, ${count.withoutSecondFactor} without a second factor` : undefined}
                onChange={() => edit({ secondFactorFor: roles.filter((each) => (each === role ? !isOn : draft.secondFactorFor.includes(each))) })}
              />
            );
          })}
        </div>
      </Card>
      <Card aria-labelledby="passwords">
        <CardHeader id="passwords" title="Passwords and sessions" />
        <div className="flex flex-col gap-3 px-4 pb-4">
          <Check
            label="People may sign in by email and password" checked={draft.isPasswordOn} disabled={draft.isPasswordOn && stored.settings.isPasswordOn && !stored.canDoWithoutPassword}
            hint={stored.canDoWithoutPassword ? 'Off: by passkey or a provider only. Default: on.' : 'They stay on until an owner has a passkey, or has signed in by a provider that is on. Default: on.'}
            onChange={(event) => edit({ isPasswordOn: event.target.checked })}
          />
          <Field
            label="Length of a session, in days" type="number" inputMode="numeric" min={1} max={90} className="max-w-60" value={Number.isNaN(draft.sessionDays) ? '' : draft.sessionDays} error={refusedOf(issues, 'sessionDays')}
            hint="After it people sign in again. 1 to 90. Default: 30." onChange={(event) => edit({ sessionDays: event.target.valueAsNumber })}
          />
        </div>
      </Card>
    </SectionForm>
  );
}
