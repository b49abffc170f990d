'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { switchServiceBadges } from '@/lib/badges/api';
import { messageOf } from '@/lib/errors';
import { BadgeList } from './badge-list';
import { serviceBadgesQuery } from './service-queries';

type Change = 'on' | 'renew' | 'off';

const asked = {
  renew: { title: 'Renew the address', words: 'The badges get a new address. Pages that show the old one show "not found" at once.', action: 'Renew the address' },
  off: { title: 'Switch the badges off', words: 'Pages that show them show "not found" at once. Switched on again, they have another address.', action: 'Switch the badges off' },
} as const;

/** The badges of a service for pages of others: off until somebody who may switches them on, and not mentioned before to who may not. */
export function ServiceBadges({ id, canEdit }: { id: string; canEdit: boolean }) {
  const queries = useQueryClient();
  const query = useQuery(serviceBadgesQuery(id));
  const [question, setQuestion] = useState<keyof typeof asked | null>(null);
  const heading = useRef<HTMLElement>(null);
  const [switches, setSwitches] = useState(0);
  const change = useMutation({
    mutationFn: (to: Change) => callEndpoint(switchServiceBadges, { params: { id }, body: { isOn: to !== 'off', renew: to === 'renew' } }),
    onSuccess: (address, to) => {
      queries.setQueryData(serviceBadgesQuery(id).queryKey, address);
      setQuestion(null);
      if (to !== 'renew') setSwitches((count) => count + 1);
    },
  });
  useEffect(() => {
    // The button that was pressed is gone, and a dialog that closes gives the focus back to it.
    if (switches > 0) heading.current?.focus();
  }, [switches]);
  const address = query.data;
  if (!address || (address.token === null && !canEdit)) return null;
  const isOn = address.token !== null;
  return (
    <Card aria-labelledby="badges-title">
      <details open={isOn} className="group">
        <summary ref={heading} className="flex min-h-12 list-none items-center gap-2 px-4 py-2 hover:bg-sunken focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 shrink-0 text-muted transition-transform duration-100 group-open:rotate-90" />
          <h3 id="badges-title" className="text-sm font-medium">
            Badges
          </h3>
          <span className="ml-auto text-xs text-muted">{isOn ? 'on' : 'off'}</span>
        </summary>
        <div className="flex flex-col gap-4 border-t p-4 text-sm">
          {address.token !== null && address.url !== null ? (
            <>
              <BadgeList token={address.token} url={address.url} />
              <p className="text-pretty text-muted">Whoever has an address can see the badge, without an account.</p>
            </>
          ) : (
            <p className="text-pretty text-muted">
              Small images of the state, uptime, response time and error budget, for a README or a page of yours. They do not name the service. Whoever has their address can see them, without an account.
            </p>
          )}
          {change.isError && question === null ? <Failure error={change.error} /> : null}
          {!canEdit ? null : isOn ? (
            <div className="flex flex-wrap gap-2">
              <Button onClick={() => setQuestion('renew')}>Renew the address</Button>
              <Button onClick={() => setQuestion('off')}>Switch off</Button>
            </div>
          ) : (
            <Button className="self-start" pending={change.isPending} onClick={() => change.mutate('on')}>
              Switch the badges on
            </Button>
          )}
        </div>
      </details>
      <Dialog open={question !== null} onClose={() => setQuestion(null)} title={question ? asked[question].title : 'Badges'}>
        {question ? (
          <div className="flex flex-col gap-4 text-sm">
            <p className="text-pretty">{asked[question].words}</p>
            {change.isError ? <Failure error={change.error} /> : null}
            <Button look="primary" size="large" data-first pending={change.isPending} onClick={() => change.mutate(question)}>
              {asked[question].action}
            </Button>
          </div>
        ) : null}
      </Dialog>
    </Card>
  );
}

function Failure({ error }: { error: unknown }) {
  return (
    <p role="alert" className="text-critical">
      Nothing was changed. {messageOf(error)}
    </p>
  );
}
