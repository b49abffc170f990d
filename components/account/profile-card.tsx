'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { applyTheme, themes, type Theme } from '@/components/shell/theme';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { SelectField } from '@/components/ui/select-field';
import { updateAccount } from '@/lib/account/api';
import type { Account } from '@/lib/account/schemas';
import { isAppError } from '@/lib/errors';
import { accountQuery } from './account-queries';

const themeWords: Record<Theme, string> = { system: 'As the device', light: 'Light', dark: 'Dark' };

/** Name, time zone and where pages go. What was typed stays when the account was changed elsewhere meanwhile. */
export function ProfileCard({ account }: { account: Account }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [base, setBase] = useState(account);
  const [draft, setDraft] = useState({ name: account.name ?? '', timeZone: account.timeZone ?? '', pageContactId: account.pageContactId ?? '' });
  const [zones] = useState(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]);
  const save = useMutation({
    mutationFn: () => callEndpoint(updateAccount, { body: { version: base.version, name: draft.name.trim(), timeZone: draft.timeZone.trim() || null, pageContactId: draft.pageContactId || null } }),
    onSuccess: (saved) => {
      queries.setQueryData(accountQuery().queryKey, saved);
      setBase(saved);
      router.refresh();
    },
  });
  const isOvertaken = isAppError(save.error) && save.error.code === 'conflict';
  const issues = isAppError(save.error) ? save.error.issues : [];
  const addresses = [{ value: '', label: `${account.email} (signing in)` }, ...account.contacts.filter(({ verifiedAt }) => verifiedAt !== null).map(({ id, address }) => ({ value: id, label: address }))];
  return (
    <Card>
      <CardHeader title="Profile" note={account.email} />
      <form
        noValidate
        className="flex flex-col gap-4 px-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label="Name" autoComplete="name" maxLength={120} value={draft.name} error={issueAt(issues, 'name')} hint="How others see you: in alerts, incidents and the audit trail." onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
        <Field label="Time zone" list="account-time-zones" autoComplete="off" spellCheck={false} maxLength={100} value={draft.timeZone} placeholder="That of the device" error={issueAt(issues, 'timeZone')} hint="In which Nines shows you times. Empty: that of the device. Example: Europe/Berlin." onChange={(event) => setDraft({ ...draft, timeZone: event.target.value })} />
        <datalist id="account-time-zones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <SelectField label="Where mails of escalations and schedules reach you" options={addresses} value={draft.pageContactId} onChange={(pageContactId) => setDraft({ ...draft, pageContactId })} />
        <div className="flex flex-col gap-1">
          <span className="text-sm font-medium">Look</span>
          <ThemeChoice first={account.theme} />
          <span className="text-xs text-muted">Kept at once, for all of your devices.</span>
        </div>
        {isOvertaken ? (
          <div role="alert" className="flex flex-col gap-2 rounded-base border border-warning-fill bg-warning-soft px-3 py-2 text-sm">
            <p>Your account was changed elsewhere in the meantime. It now says: {[account.name ?? 'no name', account.timeZone ?? 'time zone of the device', addresses.find(({ value }) => value === (account.pageContactId ?? ''))?.label].join(', ')}.</p>
            <Button className="self-start" onClick={() => void queries.fetchQuery({ ...accountQuery(), staleTime: 0 }).then((fresh) => { setBase(fresh); save.reset(); })}>
              Load it and keep what I typed
            </Button>
          </div>
        ) : (
          <FormRefusal issues={issues} error={save.error} />
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" pending={save.isPending} disabled={isOvertaken || draft.name.trim() === ''}>
            Save the profile
          </Button>
          {save.isSuccess ? <span role="status" className="text-sm text-muted">Saved.</span> : null}
        </div>
      </form>
    </Card>
  );
}

function ThemeChoice({ first }: { first: Theme }) {
  const [theme, setTheme] = useState<Theme>(first);
  return (
    <Segmented
      label="Look"
      options={themes.map((value) => ({ value, label: themeWords[value] }))}
      value={theme}
      onChange={(next) => {
        setTheme(next);
        applyTheme(next);
      }}
    />
  );
}
