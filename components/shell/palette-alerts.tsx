'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCommandState } from 'cmdk';
import { Bell } from 'lucide-react';
import { alertsKey } from '@/components/alerts/alert-queries';
import { shownStateOf, shownStateWord, titleOf } from '@/components/alerts/alert-words';
import { labelsApart } from '@/components/alerts/apart-labels';
import { callEndpoint } from '@/components/api-client';
import { listAlerts } from '@/lib/alerts/api';
import { Group, Item } from './palette-item';

const fewestLetters = 2;
const shown = 6;

/** The open alerts that the words find, as the server searches them. */
export function PaletteAlerts({ onOpen }: { onOpen: (id: string) => void }) {
  const text = useCommandState(({ search }) => search).trim().slice(0, 200);
  const { data } = useQuery({
    queryKey: [...alertsKey, 'palette', text],
    queryFn: ({ signal }) => callEndpoint(listAlerts, { query: { text, limit: shown }, signal }),
    enabled: text.length >= fewestLetters,
    placeholderData: keepPreviousData,
  });
  if (text.length < fewestLetters || !data || data.alerts.length === 0) return null;
  const apart = labelsApart(data.alerts);
  return (
    <Group heading="Alerts">
      {data.alerts.map((alert) => (
        <Item key={alert.id} icon={Bell} value={alert.id} keywords={[titleOf(alert), text]} onSelect={() => onOpen(alert.id)}>
          <span className="min-w-0 flex-1 py-1 break-words">
            {titleOf(alert)} <span className="font-mono text-xs text-muted">{apart.get(alert.id)}</span>
          </span>
          <span className="shrink-0 text-xs text-muted">{shownStateWord[shownStateOf(alert)]}</span>
        </Item>
      ))}
    </Group>
  );
}
