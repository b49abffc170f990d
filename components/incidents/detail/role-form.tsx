'use client';

import { useState } from 'react';
import type { Viewer } from '@/components/alerts/viewer';
import { SelectField } from '@/components/ui/select-field';
import type { Incident, IncidentRole } from '@/lib/incidents/schemas';
import { roleWord } from '../incident-words';
import { DialogForm } from './dialog-form';
import type { IncidentChanges } from './use-change-incident';

interface RoleFormProps {
  incident: Incident;
  role: IncidentRole;
  viewer: Viewer;
  people: readonly { id: string; name: string }[];
  changes: IncidentChanges;
  onClose: () => void;
}

const nobody = 'nobody';

/** Gives a role to somebody, hands it over, or leaves it to nobody. */
export function RoleForm({ incident, role, viewer, people, changes, onClose }: RoleFormProps) {
  const [base] = useState(incident);
  const holder = base.roles[role];
  const [chosen, setChosen] = useState(holder?.id ?? viewer.id);
  const known = people.map(({ id, name }) => ({ value: id, label: id === viewer.id ? `${name} (you)` : name }));
  const options = [...(holder === null || known.some(({ value }) => value === holder.id) ? known : [{ value: holder.id, label: holder.name }, ...known]), { value: nobody, label: 'Nobody' }];
  const to = chosen === nobody ? null : chosen;
  const isSame = to === (holder?.id ?? null);
  return (
    <DialogForm
      submit={to === null ? 'Leave it to nobody' : holder ? 'Hand over' : 'Give the role'}
      isPending={changes.isPending}
      isDisabled={isSame}
      error={changes.error}
      onSubmit={() => changes.change({ base, patch: { roles: { [role]: to } }, refusal: 'The role was not given.', onDone: onClose })}
    >
      <p className="text-sm text-muted">{holder ? `${holder.name} has the role ${roleWord[role].toLowerCase()}.` : `Nobody has the role ${roleWord[role].toLowerCase()}.`}</p>
      <SelectField label="To" value={chosen} onChange={setChosen} options={options} />
    </DialogForm>
  );
}
