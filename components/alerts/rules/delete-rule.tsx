'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import type { RuleView } from '@/lib/alerts/rules/schemas';
import { messageOf } from '@/lib/errors';
import { useDeleteRule } from './use-rule-actions';

interface DeleteRuleProps {
  rule: RuleView;
  isOpen: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

/** Deleting cannot be undone, so that it asks for the name. */
export function DeleteRule({ rule, isOpen, onClose, onDeleted }: DeleteRuleProps) {
  return (
    <Dialog open={isOpen} onClose={onClose} title={`Delete the rule ${rule.settings.name}`}>
      <Confirm rule={rule} onDeleted={onDeleted} />
    </Dialog>
  );
}

function Confirm({ rule, onDeleted }: Pick<DeleteRuleProps, 'rule' | 'onDeleted'>) {
  const [typed, setTyped] = useState('');
  const removal = useDeleteRule(onDeleted);
  const { name } = rule.settings;
  return (
    <form
      noValidate
      className="flex flex-col gap-4 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === name) removal.mutate(rule);
      }}
    >
      <p>Its alerts end, and their history stays.{rule.seed === null ? '' : ' Nines brought this rule along and does not bring it back.'} To stop it for a while, switch it off instead.</p>
      <Field label={`Type ${name} to delete it`} data-first autoComplete="off" value={typed} error={removal.isError ? messageOf(removal.error) : undefined} onChange={(event) => setTyped(event.target.value)} />
      <Button type="submit" look="primary" size="large" disabled={typed !== name} pending={removal.isPending}>
        Delete the rule
      </Button>
    </form>
  );
}
