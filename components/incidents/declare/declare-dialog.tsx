'use client';

import { useQuery } from '@tanstack/react-query';
import { alertsOf } from '@/components/alerts/alert-words';
import type { WholeGroup } from '@/components/alerts/row-actions';
import type { Viewer } from '@/components/alerts/viewer';
import { incidentSettingsQuery } from '@/components/incidents/incident-queries';
import { sheetStyle } from '@/components/incidents/sheet-style';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import type { AlertView } from '@/lib/alerts/schemas';
import { messageOf } from '@/lib/errors';
import { DeclareForm } from './declare-form';

interface DeclareDialogProps {
  open: boolean;
  viewer: Viewer;
  /** The alerts that it is declared from, which join it. */
  alerts?: readonly AlertView[] | undefined;
  /** The group that they are some of, where all of it joins. */
  whole?: WholeGroup | undefined;
  onClose: () => void;
}

const noAlerts: readonly AlertView[] = [];

/** Declares an incident, by hand or from alerts, and goes to it. */
export function DeclareDialog({ open, viewer, alerts = noAlerts, whole, onClose }: DeclareDialogProps) {
  const count = whole?.open ?? alerts.length;
  return (
    <Dialog open={open} onClose={onClose} title={count === 0 ? 'Declare an incident' : `Declare an incident of ${alertsOf(count)}`} className={cn(sheetStyle, 'max-h-[92dvh] sm:max-w-2xl')}>
      <Loaded viewer={viewer} alerts={alerts} whole={whole} onClose={onClose} />
    </Dialog>
  );
}

function Loaded({ viewer, alerts = noAlerts, whole, onClose }: Omit<DeclareDialogProps, 'open'>) {
  const settings = useQuery(incidentSettingsQuery());
  if (settings.data) return <DeclareForm viewer={viewer} alerts={alerts} whole={whole} severities={settings.data.settings.severities} onDone={onClose} />;
  if (settings.isError) {
    return (
      <div role="alert" className="flex flex-wrap items-center justify-between gap-3 text-sm">
        <span>The severities could not be read. {messageOf(settings.error)}</span>
        <Button onClick={() => void settings.refetch()}>Try again</Button>
      </div>
    );
  }
  return (
    <div role="status">
      <span className="sr-only">Loading the severities</span>
      <Skeleton className="h-72" />
    </div>
  );
}
