'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Building2, Check } from 'lucide-react';
import { callEndpoint } from '@/components/api-client';
import { menuItemStyle } from '@/components/ui/menu';
import { messageOf } from '@/lib/errors';
import { listOwnTenants, switchTenant } from '@/lib/people/api';

/** The other organisations of the person, in the menu of the account; nothing where there is one only. */
export function TenantSwitch() {
  const { data } = useQuery({ queryKey: ['own-tenants'], queryFn: ({ signal }) => callEndpoint(listOwnTenants, { signal }), staleTime: 60_000 });
  const move = useMutation({
    mutationFn: (tenantId: string) => callEndpoint(switchTenant, { body: { tenantId } }),
    // A full load, so that nothing of the other organisation stays in memory.
    onSuccess: () => window.location.assign('/'),
  });
  const tenants = data?.tenants ?? [];
  if (tenants.length < 2) return null;
  return (
    <div role="group" aria-label="Organisation" className="max-h-60 overflow-y-auto border-t pt-1">
      {tenants.map(({ id, name, isCurrent }) => (
        <button key={id} type="button" role="menuitemradio" aria-checked={isCurrent} disabled={isCurrent || move.isPending} onClick={() => move.mutate(id)} className={menuItemStyle()}>
          <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="min-w-0 truncate">{name}</span>
          {isCurrent ? <Check aria-hidden className="ml-auto size-4 shrink-0" /> : null}
        </button>
      ))}
      {move.error ? (
        <p role="alert" className="px-3 py-2 text-xs text-critical">
          {messageOf(move.error)}
        </p>
      ) : null}
    </div>
  );
}
