'use client';

import { DeclareDialog } from '@/components/incidents/declare/declare-dialog';
import { Dialog } from '@/components/ui/dialog';
import type { AlertView } from '@/lib/alerts/schemas';
import { AcknowledgeForm } from './acknowledge-form';
import { whatOf } from './action-notice';
import { ResolveForm } from './resolve-form';
import { alertsOf } from './alert-words';
import type { Ask, WholeGroup } from './row-actions';
import { SilenceForm } from './silence-form';
import type { AlertActions } from './use-alert-actions';
import type { Viewer } from './viewer';

export interface Asked {
  kind: Ask;
  alerts: readonly AlertView[];
  whole?: WholeGroup | undefined;
}

interface AlertDialogsProps {
  /** Null: closed. */
  asked: Asked | null;
  actions: AlertActions;
  viewer: Viewer;
  onClose: () => void;
}

/** From the foot of the screen on a phone, where the thumb is. */
const sheet = 'max-sm:mx-0 max-sm:mb-0 max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none max-sm:pb-[env(safe-area-inset-bottom)]';

const verbs: Record<Exclude<Ask, 'declare'>, string> = { acknowledge: 'Acknowledge', resolve: 'Resolve', silence: 'Silence' };

export function AlertDialogs({ asked, actions, viewer, onClose }: AlertDialogsProps) {
  const isDeclaring = asked?.kind === 'declare';
  const title = asked && asked.kind !== 'declare' ? `${verbs[asked.kind]} ${asked.whole ? alertsOf(asked.whole.open) : whatOf(asked.alerts)}` : 'Alerts';
  return (
    <>
      <Dialog open={asked !== null && !isDeclaring} onClose={onClose} title={title} className={sheet}>
        {asked ? <Form asked={asked} actions={actions} viewer={viewer} onClose={onClose} /> : null}
      </Dialog>
      <DeclareDialog open={isDeclaring} viewer={viewer} alerts={isDeclaring ? asked.alerts : undefined} whole={isDeclaring ? asked.whole : undefined} onClose={onClose} />
    </>
  );
}

function Form({ asked, actions, viewer, onClose }: AlertDialogsProps & { asked: Asked }) {
  const { kind, alerts, whole } = asked;
  switch (kind) {
    case 'acknowledge':
      return (
        <AcknowledgeForm
          alerts={alerts}
          viewer={viewer}
          onAcknowledge={(details) => {
            onClose();
            actions.acknowledge(alerts, { ...details, whole });
          }}
        />
      );
    case 'resolve':
      return (
        <ResolveForm
          alerts={alerts}
          onResolve={(comment) => {
            onClose();
            actions.resolve(alerts, comment, whole);
          }}
        />
      );
    case 'silence':
      return (
        <SilenceForm
          alerts={alerts}
          onSilenced={(words) => {
            onClose();
            actions.say({ kind: 'done', words, undo: [] });
          }}
        />
      );
    case 'declare':
      return null;
  }
}
