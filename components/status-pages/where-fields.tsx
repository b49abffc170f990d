'use client';

import { useQuery } from '@tanstack/react-query';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { channelsQuery } from '@/components/alerts/notify/notify-queries';
import { Section } from '@/components/scrape/job-form-parts';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { PartProps } from './status-page-form';

/** Where the page is, and by which channel its subscribers are mailed. */
export function WhereFields({ draft, issues, onChange, savedUrl }: PartProps & { savedUrl: string }) {
  const { data } = useQuery(channelsQuery());
  const channels = (data?.channels ?? []).filter(({ kind, id }) => kind === 'email' || id === draft.emailChannelId);
  const base = savedUrl.slice(0, savedUrl.lastIndexOf('/') + 1);
  return (
    <Section title="Address and subscribers" summary={draft.host === '' ? draft.slug : draft.host} isOpen={['slug', 'host', 'emailChannelId'].some((path) => issueAt(issues, path) !== undefined)}>
      <Field label="Address" value={draft.slug} maxLength={60} autoComplete="off" spellCheck={false} hint={<span className="break-words">{base}{draft.slug}. Links to another address do not work any more once it is changed.</span>} error={issueAt(issues, 'slug')} onChange={(event) => onChange({ slug: event.target.value })} />
      <Field
        label="Own name (optional)"
        value={draft.host}
        maxLength={253}
        autoComplete="off"
        spellCheck={false}
        placeholder="status.example.com"
        hint="Let this name lead to Nines in your DNS, and let the proxy in front of Nines answer for it with a certificate of its own and pass the Host header on. At this name there is the page and nothing else of Nines."
        error={issueAt(issues, 'host')}
        onChange={(event) => onChange({ host: event.target.value })}
      />
      <SelectField label="Subscribers are mailed by" options={[{ value: '', label: channels.length === 0 ? 'No email channel: add one under Notifications' : 'Nobody can subscribe by email' }, ...channels.map(({ id, name }) => ({ value: id, label: name }))]} value={draft.emailChannelId} onChange={(emailChannelId) => onChange({ emailChannelId })} />
      {issueAt(issues, 'emailChannelId') === undefined ? null : <p className="text-xs text-critical">{issueAt(issues, 'emailChannelId')}</p>}
    </Section>
  );
}
