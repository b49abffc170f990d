'use client';

import { BellOff, Check, MessageSquarePlus, Siren, Undo2, UserCheck } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu, menuItemStyle } from '@/components/ui/menu';
import { acknowledgeAlert, resolveAlert, unacknowledgeAlert } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';
import { createSilence } from '@/lib/alerts/suppression/api';
import { declareIncident } from '@/lib/incidents/api';
import type { Ask } from './row-actions';
import { mayCall, type Viewer } from './viewer';

interface AlertActionsBarProps {
  alert: AlertView;
  viewer: Viewer;
  onAcknowledge: () => void;
  onTakeBack: () => void;
  onAsk: (kind: Ask) => void;
}

/** Beside the title on a desk; on a phone above the bottom bar, where the thumb is. */
export function AlertActionsBar({ alert, viewer, onAcknowledge, onTakeBack, onAsk }: AlertActionsBarProps) {
  if (alert.state === 'resolved') return null;
  const isAcknowledged = alert.state === 'acknowledged';
  return (
    <div
      role="group"
      aria-label="Actions"
      className="flex shrink-0 gap-2 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-sm:z-20 max-sm:border-t max-sm:bg-page max-sm:p-2 max-sm:px-4"
    >
      {isAcknowledged && mayCall(viewer, unacknowledgeAlert) ? (
        <Button className="max-sm:flex-1 max-sm:gap-1.5 max-sm:px-2" onClick={onTakeBack}>
          <Undo2 aria-hidden className="size-4 shrink-0" />
          Take back
        </Button>
      ) : null}
      {alert.state === 'firing' && mayCall(viewer, acknowledgeAlert) ? (
        <Button look="primary" className="max-sm:flex-1 max-sm:gap-1.5 max-sm:px-2" aria-keyshortcuts="a" onClick={onAcknowledge}>
          <UserCheck aria-hidden className="size-4 shrink-0" />
          Acknowledge
        </Button>
      ) : null}
      {mayCall(viewer, resolveAlert) ? (
        <Button className="max-sm:flex-1 max-sm:gap-1.5 max-sm:px-2" aria-keyshortcuts="r" onClick={() => onAsk('resolve')}>
          <Check aria-hidden className="size-4 shrink-0" />
          Resolve
        </Button>
      ) : null}
      <Menu label="More actions" trigger="···" triggerClassName="inline-grid size-11 shrink-0 place-items-center rounded-base border bg-surface font-medium hover:bg-sunken sm:size-9">
        {alert.state !== 'pending' && mayCall(viewer, acknowledgeAlert) ? (
          <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => onAsk('acknowledge')}>
            <MessageSquarePlus aria-hidden className="size-4 text-muted" />
            {isAcknowledged ? 'Change the acknowledgement' : 'Acknowledge with details'}
          </button>
        ) : null}
        {mayCall(viewer, createSilence) ? (
          <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => onAsk('silence')}>
            <BellOff aria-hidden className="size-4 text-muted" />
            Silence
          </button>
        ) : null}
        {mayCall(viewer, declareIncident) ? (
          <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => onAsk('declare')}>
            <Siren aria-hidden className="size-4 text-muted" />
            Declare an incident
          </button>
        ) : null}
      </Menu>
    </div>
  );
}
