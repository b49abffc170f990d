'use client';

import type { z } from 'zod';
import type { Viewer } from '@/components/alerts/viewer';
import { Dialog } from '@/components/ui/dialog';
import type { Impact, IncidentRole, IncidentTask, Milestone, TimelineEntry } from '@/lib/incidents/schemas';
import { roleWord } from '../incident-words';
import { sheetStyle } from '../sheet-style';
import { AddAlertsForm } from './add-alerts-form';
import { CorrectForm } from './correct-form';
import { EditForm } from './edit-form';
import { EvidenceForm } from './evidence-form';
import { ImpactForm } from './impact-form';
import type { IncidentData } from './incident-data';
import { MergeForm } from './merge-form';
import { PageForm } from './page-form';
import { RoleForm } from './role-form';
import { SplitForm } from './split-form';
import { StateForm } from './state-form';
import { TaskForm } from './task-form';
import { TimeForm } from './time-form';
import { UpdateForm } from './update-form';
import { WithdrawForm } from './withdraw-form';
import type { IncidentChanges, Notice } from './use-change-incident';
import type { TaskActions } from './use-task-actions';

/** What is asked for in a dialog. */
export type Asked =
  | { kind: 'edit' | 'state' | 'update' | 'page' | 'merge' | 'evidence' | 'add alerts' }
  | { kind: 'role'; role: IncidentRole }
  | { kind: 'time'; milestone: Milestone }
  | { kind: 'split'; alertIds: string[] }
  | { kind: 'impact'; row: z.infer<typeof Impact> | null }
  | { kind: 'correct'; entry: TimelineEntry }
  | { kind: 'withdraw'; entry: TimelineEntry; postId: string }
  | { kind: 'task'; task: IncidentTask };

interface IncidentDialogsProps {
  /** Null: closed. */
  asked: Asked | null;
  data: IncidentData;
  viewer: Viewer;
  people: readonly { id: string; name: string }[];
  changes: IncidentChanges;
  tasks: TaskActions;
  say: (notice: Notice | null) => void;
  onClose: () => void;
}


export function IncidentDialogs(props: IncidentDialogsProps) {
  const { asked, data, onClose } = props;
  const isWide = asked?.kind === 'edit' || asked?.kind === 'update' || asked?.kind === 'evidence';
  return (
    <Dialog open={asked !== null} onClose={onClose} title={asked ? titleOf(asked, data.incident.number) : 'Incident'} className={isWide ? `${sheetStyle} sm:max-w-2xl` : sheetStyle}>
      {asked ? <Form {...props} asked={asked} /> : null}
    </Dialog>
  );
}

function titleOf(asked: Asked, number: number): string {
  switch (asked.kind) {
    case 'edit':
      return `Edit incident #${number}`;
    case 'state':
      return 'Set the state';
    case 'update':
      return 'Post an update';
    case 'page':
      return 'Page somebody';
    case 'merge':
      return `Merge #${number} into another incident`;
    case 'evidence':
      return 'Add evidence';
    case 'add alerts':
      return 'Add alerts';
    case 'role':
      return `Role: ${roleWord[asked.role].toLowerCase()}`;
    case 'time':
      return 'Correct a time';
    case 'split':
      return 'Split off a new incident';
    case 'impact':
      return asked.row ? `Impact on ${asked.row.serviceName}` : 'Impact on another service';
    case 'correct':
      return 'Correct an entry';
    case 'withdraw':
      return 'Withdraw from the status page';
    case 'task':
      return asked.task.kind === 'action' ? 'Edit the action' : 'Edit the task';
  }
}

function Form({ asked, data, viewer, people, changes, tasks, say, onClose }: IncidentDialogsProps & { asked: Asked }) {
  const { incident } = data;
  switch (asked.kind) {
    case 'edit':
      return <EditForm incident={incident} changes={changes} onClose={onClose} />;
    case 'state':
      return <StateForm incident={incident} changes={changes} onClose={onClose} />;
    case 'update':
      return <UpdateForm data={data} onClose={onClose} />;
    case 'page':
      return <PageForm incident={incident} viewer={viewer} people={people} say={say} onClose={onClose} />;
    case 'merge':
      return <MergeForm incident={incident} onClose={onClose} />;
    case 'evidence':
      return <EvidenceForm data={data} onClose={onClose} />;
    case 'add alerts':
      return <AddAlertsForm id={incident.id} present={data.alerts.map(({ alert }) => alert.id)} onClose={onClose} />;
    case 'role':
      return <RoleForm incident={incident} role={asked.role} viewer={viewer} people={people} changes={changes} onClose={onClose} />;
    case 'time':
      return <TimeForm incident={incident} milestone={asked.milestone} changes={changes} onClose={onClose} />;
    case 'split':
      return <SplitForm incident={incident} alertIds={asked.alertIds} onClose={onClose} />;
    case 'impact':
      return <ImpactForm incident={incident} impact={data.impact} row={asked.row} onClose={onClose} />;
    case 'correct':
      return <CorrectForm id={incident.id} entry={asked.entry} onClose={onClose} />;
    case 'withdraw':
      return <WithdrawForm postId={asked.postId} entry={asked.entry} onClose={onClose} />;
    case 'task':
      return <TaskForm task={asked.task} viewer={viewer} people={people} actions={tasks} onClose={onClose} />;
  }
}
