'use client';

import { useQuery } from '@tanstack/react-query';
import { SelectField } from '@/components/ui/select-field';
import { roles, type Role } from '@/lib/auth/permissions';
import { refusalToGive, type Hand } from '@/lib/people/rights';
import type { GivenRole } from '@/lib/people/schemas';
import { rolesQuery } from './people-queries';
import { roleWords } from './words';

interface GivenRoleFieldsProps {
  hand: Hand;
  given: GivenRole;
  onChange: (given: GivenRole) => void;
}

/** A role, and the custom role that is added to it; only what the viewer may give. */
export function GivenRoleFields({ hand, given, onChange }: GivenRoleFieldsProps) {
  const custom = useQuery(rolesQuery()).data?.roles ?? [];
  const isOffered = (role: Role) => role === given.role || refusalToGive(hand, { role, added: [] }) === null;
  const takesCustom = given.role === 'MEMBER' || given.role === 'VIEWER';
  const offered = custom.filter(({ id, permissions: added }) => id === given.customRoleId || refusalToGive(hand, { role: 'MEMBER', added }) === null);
  return (
    <>
      <div className="flex flex-col gap-1">
        <SelectField
          label="Role"
          value={given.role}
          options={roles.filter(isOffered).map((role) => ({ value: role, label: role }))}
          onChange={(role) => onChange({ role, customRoleId: role === 'MEMBER' || role === 'VIEWER' ? given.customRoleId : null })}
        />
        <p className="text-xs text-muted">{roleWords[given.role]}</p>
      </div>
      {takesCustom ? (
        <SelectField
          label="Custom role"
          value={given.customRoleId ?? ''}
          options={[{ value: '', label: custom.length === 0 ? 'None (make one under Roles)' : 'None' }, ...offered.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(id) => onChange({ ...given, customRoleId: id === '' ? null : id })}
        />
      ) : null}
    </>
  );
}
