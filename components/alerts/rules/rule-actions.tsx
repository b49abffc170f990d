'use client';

import { BellOff, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { printMatchers } from '@/lib/alerts/matchers';
import type { RuleView } from '@/lib/alerts/rules/schemas';

interface RuleActionsProps {
  /** The rule as it is stored; null for a new one. */
  rule: RuleView | null;
  isPending: boolean;
  onDelete: () => void;
}

/** Save, and for a stored rule what else can be done with it. */
export function RuleActions({ rule, isPending, onDelete }: RuleActionsProps) {
  const matchers = rule ? printMatchers([{ label: 'alertname', operator: '=', value: rule.settings.name }]) : '';
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" look="primary" size="large" pending={isPending}>
        {rule ? 'Save the rule' : 'Create the rule'}
      </Button>
      <Link href="/alert-rules" className={buttonStyle({ look: 'quiet', size: 'large' })}>
        Cancel
      </Link>
      {rule ? (
        <>
          <span className="flex-1" />
          <Link href={`/silences?${new URLSearchParams({ new: matchers }).toString()}`} className={buttonStyle({ size: 'large' })}>
            <BellOff aria-hidden className="size-4" />
            Silence
          </Link>
          <Button size="large" onClick={onDelete}>
            <Trash2 aria-hidden className="size-4" />
            Delete
          </Button>
        </>
      ) : null}
    </div>
  );
}
