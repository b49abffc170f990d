'use client';

import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { windowsQuery } from '@/components/alerts/suppression/suppression-queries';
import { Section } from '@/components/scrape/job-form-parts';
import { PickList } from '@/components/services/pick-list';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/text-area';
import { statusPageLimits, type StatusComponent } from '@/lib/status-pages/schemas';
import type { PartProps } from './status-page-form';

/** Which maintenance windows the public is told of, and by which words. */
export function MaintenanceChoice({ draft, issues, onChange, saved }: PartProps & { saved: readonly StatusComponent[] }) {
  const id = useId();
  const { data } = useQuery(windowsQuery());
  const { settings } = draft;
  const { maintenance } = settings;
  const windows = (data?.windows ?? []).map((window) => ({ id: window.id, name: window.settings.name }));
  const left = windows.filter((window) => !maintenance.some(({ windowId }) => windowId === window.id));
  const set = (next: typeof maintenance) => onChange({ settings: { ...settings, maintenance: next } });
  const edit = (index: number, change: Partial<(typeof maintenance)[number]>) => set(maintenance.map((each, at) => (at === index ? { ...each, ...change } : each)));
  return (
    <Section title="Planned maintenance" summary={maintenance.length === 0 ? 'none is shown' : maintenance.map(({ title }) => title).join(', ')} isOpen={issueAt(issues, 'settings.maintenance') !== undefined}>
      <p className="text-sm text-muted">The page shows when a chosen window opens, for the next 30 days, under the title that you give it here. Its own name and reason are not shown, and windows that are not chosen are not either.</p>
      {maintenance.map(({ windowId, title, text, componentIds }, index) => (
        <div key={windowId} className="flex min-w-0 flex-col gap-3 rounded-base border bg-page p-3">
          <div className="flex items-center justify-between gap-2">
            <p className="min-w-0 text-sm break-words text-muted">Window: {windows.find((window) => window.id === windowId)?.name ?? 'loading'}</p>
            <Button look="quiet" size="icon" aria-label={`Do not show ${title}`} onClick={() => set(maintenance.filter((_, at) => at !== index))}>
              <Trash2 aria-hidden className="size-4" />
            </Button>
          </div>
          <Field label="Public title" value={title} maxLength={100} autoComplete="off" error={issueAt(issues, `settings.maintenance.${index}.title`)} onChange={(event) => edit(index, { title: event.target.value })} />
          <TextArea label="Text (optional)" rows={2} value={text} maxLength={2_000} className="[&_textarea]:font-sans" hint="Markdown." error={issueAt(issues, `settings.maintenance.${index}.text`)} onChange={(event) => edit(index, { text: event.target.value })} />
          <PickList label="Components that it touches" hint="They are shown as in maintenance while the window is open. A new component can be chosen once the page is saved." options={saved.map((component) => ({ value: component.id, label: component.name }))} chosen={componentIds} onChange={(next) => edit(index, { componentIds: next })} />
        </div>
      ))}
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-sm font-medium">Show a maintenance window</label>
        <select
          id={id}
          value=""
          disabled={left.length === 0 || maintenance.length >= statusPageLimits.maintenance}
          onChange={(event) => set([...maintenance, { windowId: event.target.value, title: 'Planned maintenance', text: '', componentIds: [] }])}
          className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base disabled:text-muted sm:text-sm"
        >
          <option value="">{left.length > 0 ? 'Choose a window' : windows.length === 0 ? 'There is no maintenance window' : 'All are shown'}</option>
          {left.map((window) => (
            <option key={window.id} value={window.id}>{window.name}</option>
          ))}
        </select>
      </div>
    </Section>
  );
}
