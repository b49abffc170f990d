'use client';

import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Check } from '@/components/ui/check';
import type { PlanAnswer } from '@/lib/configuration/api';
import { ChangeList } from './change-list';

interface PlanConfirmProps {
  plan: PlanAnswer;
  title: string;
  /** What the button says. */
  label: string;
  pending: boolean;
  allowRemovals: boolean;
  onAllowRemovals: (allowed: boolean) => void;
  onConfirm: () => void;
  onCancel: () => void;
}

/** What would change, before it does. What is removed has to be allowed. */
export function PlanConfirm({ plan, title, label, pending, allowRemovals, onAllowRemovals, onConfirm, onCancel }: PlanConfirmProps) {
  const { changes, removals } = plan;
  return (
    <Card aria-label={title}>
      <CardHeader title={title} note={changes.length === 1 ? '1 change' : `${changes.length} changes`} />
      <ChangeList changes={changes} none="Nothing would change: everything is like this already." />
      <div className="flex flex-col gap-3 border-t p-4">
        {removals > 0 ? <Check label={removals === 1 ? 'Remove one thing that is not in it' : `Remove ${removals} things that are not in it`} hint="Without this, nothing is applied." checked={allowRemovals} onChange={(event) => onAllowRemovals(event.target.checked)} /> : null}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" size="large" pending={pending} disabled={changes.length === 0 || (removals > 0 && !allowRemovals)} onClick={onConfirm}>
            {label}
          </Button>
          <Button look="quiet" size="large" disabled={pending} onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </div>
    </Card>
  );
}
