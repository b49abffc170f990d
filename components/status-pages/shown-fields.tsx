import { Plus, Trash2 } from 'lucide-react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Columns, Section } from '@/components/scrape/job-form-parts';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { statusPageLimits } from '@/lib/status-pages/schemas';
import type { PartProps } from './status-page-form';

const uptimes = [
  { value: 'bars', label: 'The bars alone' },
  { value: 'percent', label: 'The bars and a percentage' },
] as const;

/** How it is shown, and where it leads. */
export function ShownFields({ draft, issues, onChange }: PartProps) {
  const { settings } = draft;
  const { links } = settings;
  const set = (change: Partial<typeof settings>) => onChange({ settings: { ...settings, ...change } });
  const edit = (index: number, change: Partial<(typeof links)[number]>) => set({ links: links.map((link, at) => (at === index ? { ...link, ...change } : link)) });
  const isFaulty = ['links', 'supportUrl', 'timeZone', 'historyDays'].some((field) => issueAt(issues, `settings.${field}`) !== undefined);
  return (
    <Section title="How it is shown" summary={`${settings.timeZone}, ${settings.historyDays} days of incidents`} isOpen={isFaulty}>
      <Columns>
        <SelectField label="Of the last 90 days" options={uptimes} value={settings.uptime} onChange={(uptime) => set({ uptime })} />
        <Field label="Days of past incidents" inputMode="numeric" value={settings.historyDays} maxLength={2} autoComplete="off" hint="On the page itself; the history has twelve months." error={issueAt(issues, 'settings.historyDays')} onChange={(event) => set({ historyDays: event.target.value })} />
        <Field label="Time zone" value={settings.timeZone} maxLength={64} autoComplete="off" spellCheck={false} placeholder="Europe/Berlin" error={issueAt(issues, 'settings.timeZone')} onChange={(event) => set({ timeZone: event.target.value })} />
        <Field label="Where people get help (optional)" type="url" value={settings.supportUrl} autoComplete="off" placeholder="https://example.com/support" error={issueAt(issues, 'settings.supportUrl')} onChange={(event) => set({ supportUrl: event.target.value })} />
      </Columns>
      {links.map(({ title, url }, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto]">
          <Field label={`Title of link ${index + 1}`} value={title} autoComplete="off" maxLength={100} error={issueAt(issues, `settings.links.${index}.title`)} onChange={(event) => edit(index, { title: event.target.value })} />
          <Button look="quiet" size="icon" className="sm:order-last sm:size-11" aria-label={`Remove link ${index + 1}`} onClick={() => set({ links: links.filter((_, at) => at !== index) })}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
          <Field label={`Address of link ${index + 1}`} type="url" value={url} autoComplete="off" className="col-span-2 sm:col-span-1" error={issueAt(issues, `settings.links.${index}.url`)} onChange={(event) => edit(index, { url: event.target.value })} />
        </div>
      ))}
      <Button look="quiet" className="-ml-3 self-start" disabled={links.length >= statusPageLimits.links} onClick={() => set({ links: [...links, { title: '', url: '' }] })}>
        <Plus aria-hidden className="size-4" />
        Add a link
      </Button>
      <Check label="Search engines may list the page" checked={settings.isIndexed} onChange={(event) => set({ isIndexed: event.target.checked })} />
    </Section>
  );
}
