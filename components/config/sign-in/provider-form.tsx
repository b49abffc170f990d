'use client';

import { useSyncExternalStore } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { TextArea } from '@/components/ui/text-area';
import { providerKinds } from '@/lib/settings/provider-settings';
import { listProviders, updateProvider, type ProvidersAnswer, type ShownProvider } from '@/lib/sso/api';
import { refusedOf, SectionForm } from '../section-form';
import { useSectionDraft } from '../use-section-draft';
import { draftOfProvider, kindNames, providerDifferences, providerOf, type ProviderDraft } from './provider-draft';

interface ProviderFormProps {
  answer: ProvidersAnswer;
  draft: ProviderDraft;
  /** Null: a new one. */
  shown: ShownProvider | null;
  canEdit: boolean;
  onSaved: (answer: ProvidersAnswer) => void;
  onClose: () => void;
}

/** Where a provider is, who may come in by it, and as what. */
export function ProviderForm({ answer, draft: begun, shown, canEdit, onSaved, onClose }: ProviderFormProps) {
  const isLocked = shown?.isFromVariables === true;
  const origin = useSyncExternalStore(never, () => window.location.origin, () => '');
  const valueIn = (from: ProvidersAnswer, key: string) => {
    const found = from.providers.find((each) => each.key === key);
    return { version: from.version, value: found ? draftOfProvider(found) : begun };
  };
  const section = useSectionDraft<ProviderDraft>({
    stored: { version: answer.version, value: begun },
    save: async ({ version, value }) => {
      const body = { version, provider: providerOf(value, isLocked), ...(value.clientSecret === '' ? {} : { clientSecret: value.clientSecret }) };
      const next = await callEndpoint(updateProvider, { params: { key: value.key }, body });
      onSaved(next);
      return valueIn(next, value.key);
    },
    read: async () => valueIn(await callEndpoint(listProviders), begun.key),
  });
  const { draft, edit, issues } = section;
  const linesRefused = (field: string) => issues.find(({ path }) => path.includes(`.${field}.`))?.message ?? refusedOf(issues, field);
  const tenant = answer.tenants.find(({ slug }) => slug === draft.joins) ?? answer.tenants[0];
  return (
    <SectionForm label={shown?.name ?? 'A new provider'} saveLabel={shown ? 'Save the provider' : 'Add the provider'} section={section} part="signInProviders" differences={providerDifferences} canEdit={canEdit}>
      {isLocked ? <p className="text-sm text-muted">The variables say where it is and how Nines comes to it. Here are its rules.</p> : null}
      <fieldset disabled={isLocked} className="grid min-w-0 gap-4 sm:grid-cols-2">
        <Field label="Name" value={draft.name} maxLength={60} error={refusedOf(issues, 'name')} hint="On the button: Sign in with …" onChange={(event) => edit({ name: event.target.value, ...(shown ? {} : { key: keyOf(event.target.value) }) })} />
        <Field label="Key" value={draft.key} readOnly={shown !== null} maxLength={40} error={refusedOf(issues, 'key')} hint="In addresses and in the audit trail. It does not change." onChange={(event) => edit({ key: event.target.value })} />
        <SelectField label="Kind" value={draft.kind} options={providerKinds.map((value) => ({ value, label: kindNames[value] }))} onChange={(kind) => edit({ kind })} />
        {draft.kind === 'oidc' ? <Field label="Issuer" value={draft.issuer} type="url" error={refusedOf(issues, 'issuer')} hint="As its discovery document says it, such as https://login.example.com." onChange={(event) => edit({ issuer: event.target.value })} /> : null}
        {draft.kind === 'entra' ? <Field label="Directory" value={draft.directory} error={refusedOf(issues, 'tenant')} hint="The id of the tenant in Entra ID. Emails are believed of one directory only." onChange={(event) => edit({ directory: event.target.value })} /> : null}
        <Field label="Client id" value={draft.clientId} autoComplete="off" error={refusedOf(issues, 'clientId')} onChange={(event) => edit({ clientId: event.target.value })} />
        {isLocked ? null : <Field label="Client secret" type="password" autoComplete="new-password" value={draft.clientSecret} error={refusedOf(issues, 'clientSecret')} hint={shown?.hasSecret ? 'Stored, and never shown. Empty: it stays as it is.' : 'Stored encrypted, and never shown.'} onChange={(event) => edit({ clientSecret: event.target.value })} />}
        {draft.kind === 'oidc' ? <Field label="Scope" value={draft.scope} error={refusedOf(issues, 'scope')} hint="Words that Nines asks for. Some providers want groups among them. Default: openid profile email." onChange={(event) => edit({ scope: event.target.value })} /> : null}
        {draft.kind === 'oidc' || draft.kind === 'entra' ? <Field label="Groups claim" value={draft.groupsClaim} error={refusedOf(issues, 'groupsClaim')} hint="Where the provider says groups. Default: groups." onChange={(event) => edit({ groupsClaim: event.target.value })} /> : null}
      </fieldset>
      <p className="text-sm break-all text-muted">
        Redirect address to enter at the provider: <code className="font-mono text-xs text-ink">{`${answer.publicUrl ?? origin}/api/auth/callback/${draft.key || 'KEY'}`}</code>
      </p>
      <Check label="People may sign in by it" checked={draft.isOn} onChange={(event) => edit({ isOn: event.target.checked })} />
      <div className="grid min-w-0 gap-4 sm:grid-cols-2">
        <TextArea label="Email domains" rows={3} value={draft.domains} error={linesRefused('domains')} hint="One a line. New people join when the provider confirms an email of one of these. Empty: nobody new joins." onChange={(event) => edit({ domains: event.target.value })} />
        <div className="flex min-w-0 flex-col gap-4">
          <SelectField label="New people join" value={draft.joins} options={[{ value: '', label: 'The organisation that runs Nines' }, ...answer.tenants.map(({ slug, name }) => ({ value: slug, label: name }))]} onChange={(joins) => edit({ joins, customRole: '' })} />
          <SelectField label="As" value={draft.role} options={(['VIEWER', 'MEMBER', 'ADMIN'] as const).map((value) => ({ value, label: value }))} onChange={(role) => edit({ role, ...(role === 'ADMIN' ? { customRole: '' } : {}) })} />
          {draft.role === 'ADMIN' ? null : <SelectField label="With the custom role" value={draft.customRole} options={[{ value: '', label: 'None' }, ...(tenant?.customRoles ?? []).map((value) => ({ value, label: value }))]} onChange={(customRole) => edit({ customRole })} />}
        </div>
        {draft.kind === 'oidc' || draft.kind === 'entra' ? (
          <TextArea label="Roles by group" rows={4} className="sm:col-span-2" value={draft.groups} error={linesRefused('groups')} placeholder={'operations: ADMIN\nsupport: MEMBER + Responder'} hint="One a line, group: role, or group: role + custom role. The first that fits decides, at each sign-in of who joined by this provider. Owners are never touched." onChange={(event) => edit({ groups: event.target.value })} />
        ) : null}
      </div>
      {draft.kind === 'oidc' || draft.kind === 'entra' ? <Check label="Refuse who has none of these groups" checked={draft.refusesOthers} hint="Off: they get the role above." onChange={(event) => edit({ refusesOthers: event.target.checked })} /> : null}
      <Check label="Trust its second factor" checked={draft.trustsSecondFactor} hint="On when the provider asks everybody for one: sessions then count as proved. What it says in amr counts in any case." onChange={(event) => edit({ trustsSecondFactor: event.target.checked })} />
      <Button look="quiet" className="self-start" onClick={onClose}>
        Close
      </Button>
    </SectionForm>
  );
}

const never = () => () => undefined;

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 40);
}
