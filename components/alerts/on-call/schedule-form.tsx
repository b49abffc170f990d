'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { newId } from '@/components/alerts/notify/new-id';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { createSchedule, readSchedule as readScheduleEndpoint, updateSchedule } from '@/lib/alerts/on-call/api';
import type { ScheduleSettings, ScheduleView } from '@/lib/alerts/on-call/schemas';
import { messageOf } from '@/lib/errors';
import { LayerFields, type PersonChoice } from './layer-fields';
import { previewQuery } from './on-call-queries';
import { Overtaken } from '@/components/ui/overtaken';
import { draftOfSchedule, newLayer, readSchedule, type LayerDraft, type ScheduleDraft } from './schedule-draft';
import { ShiftTimeline } from './shift-timeline';
import { useStoredForm } from './use-stored-form';

interface ScheduleFormProps {
  /** Null for a new one. */
  schedule: ScheduleView | null;
  people: readonly PersonChoice[];
  zone: string;
}

const hourMs = 3_600_000;
const shownMs = 14 * 24 * hourMs;
const settleMs = 400;

/** A schedule, with its shifts as they would be. */
export function ScheduleForm({ schedule, people, zone }: ScheduleFormProps) {
  const { form, base, theirs, draft, issues, save, edit, settle, submit } = useStoredForm({
    stored: schedule,
    begin: (): ScheduleDraft => (schedule ? draftOfSchedule(schedule.settings) : { name: '', timeZone: zone, overrides: [], layers: [newLayer(newId(), 'Layer 1', today())] }),
    read: readSchedule,
    store: (from, settings) => (from ? callEndpoint(updateSchedule, { params: { id: from.id }, body: { version: from.version, schedule: settings } }) : callEndpoint(createSchedule, { body: settings })),
    load: (id) => callEndpoint(readScheduleEndpoint, { params: { id } }),
    listPath: '/on-call',
  });
  const setLayer = (at: number, change: Partial<LayerDraft>) => edit({ layers: draft.layers.map((layer, index) => (index === at ? { ...layer, ...change } : layer)) });
  return (
    <form
      ref={form}
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {theirs ? <Overtaken thing="schedule" onTakeTheirs={() => settle(draftOfSchedule(theirs.settings))} onKeepMine={() => settle({ ...draft, overrides: theirs.settings.overrides })} /> : null}
      <div className="grid min-w-0 grid-cols-1 items-start gap-4 rounded-base border bg-surface p-4 sm:grid-cols-2">
        <Field label="Name" value={draft.name} maxLength={200} autoComplete="off" placeholder="Primary" error={issueAt(issues, 'name')} onChange={(event) => edit({ name: event.target.value })} />
        <ZoneField value={draft.timeZone} error={issueAt(issues, 'timeZone')} onChange={(timeZone) => edit({ timeZone })} />
      </div>
      {draft.layers.map((layer, index) => (
        <LayerFields
          key={layer.id}
          layer={layer}
          index={index}
          path={`layers.${index}`}
          issues={issues}
          people={people}
          isOnly={draft.layers.length === 1}
          onChange={(change) => setLayer(index, change)}
          onRemove={() => edit({ layers: draft.layers.filter((_, at) => at !== index) })}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => edit({ layers: [...draft.layers, newLayer(newId(), `Layer ${draft.layers.length + 1}`, today())] })}>
          <Plus aria-hidden className="size-4" />
          Add a layer
        </Button>
        <p className="min-w-0 text-xs text-muted">A later layer takes precedence over those before it: nights, weekends, a second team.</p>
      </div>
      <Preview draft={draft} zone={zone} />
      <FormRefusal issues={issues} error={theirs ? null : save.error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={theirs !== null}>
          {base ? 'Save the schedule' : 'Create the schedule'}
        </Button>
        <Link href="/on-call" className={buttonStyle({ look: 'quiet', size: 'large' })}>
          Cancel
        </Link>
      </div>
    </form>
  );
}

function Preview({ draft, zone }: { draft: ScheduleDraft; zone: string }) {
  const [fromMs] = useState(() => Math.floor(Date.now() / hourMs) * hourMs);
  const text = useSettled(JSON.stringify(readSchedule({ ...draft, name: draft.name.trim() || 'Schedule' }).settings), settleMs);
  const query = useQuery(previewQuery(JSON.parse(text) as ScheduleSettings | null, fromMs, fromMs + shownMs));
  return (
    <section aria-label="The next two weeks" className="flex min-w-0 flex-col gap-2 rounded-base border bg-surface p-4">
      <h2 className="text-sm font-medium">The next two weeks</h2>
      {text === 'null' ? (
        <p className="text-sm text-muted">Who would be on call is drawn here once every layer has people.</p>
      ) : query.isError ? (
        <p role="alert" className="text-sm text-critical">
          {messageOf(query.error)}
        </p>
      ) : query.data ? (
        <ShiftTimeline label="Shifts as they would be" shifts={query.data.shifts} fromMs={fromMs} toMs={fromMs + shownMs} nowMs={fromMs} zone={zone} />
      ) : null}
    </section>
  );
}

function ZoneField({ value, error, onChange }: { value: string; error: string | undefined; onChange: (zone: string) => void }) {
  const [zones] = useState(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]);
  return (
    <>
      <Field label="Time zone" list="time-zones" value={value} autoComplete="off" spellCheck={false} error={error} hint="Hand-overs are by its clock, also after the clocks change." onChange={(event) => onChange(event.target.value)} />
      <datalist id="time-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

/** The date on the wall of who looks. */
function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}
