'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCommandState } from 'cmdk';
import { Boxes, HeartPulse, ShieldCheck, type LucideIcon } from 'lucide-react';
import { callEndpoint } from '@/components/api-client';
import { checkStateWord } from '@/components/checks/check-words';
import { standingOf } from '@/components/sla/objective-words';
import { listChecks } from '@/lib/checks/api';
import { listServices } from '@/lib/services/api';
import { readSla } from '@/lib/sla/api';
import { Group, Item } from './palette-item';

interface Found {
  id: string;
  name: string;
  /** How it stands, in a word. */
  word: string;
}

interface Place {
  heading: string;
  icon: LucideIcon;
  path: string;
  find: (text: string, signal: AbortSignal) => Promise<Found[]>;
}

const fewestLetters = 2;
const limit = 6;

const places: readonly Place[] = [
  {
    heading: 'Services', icon: Boxes, path: '/services',
    find: async (text, signal) => (await callEndpoint(listServices, { query: { text, limit }, signal })).services.map(({ id, settings, state }) => ({ id, name: settings.name, word: checkStateWord[state] })),
  },
  {
    heading: 'Checks', icon: HeartPulse, path: '/checks',
    find: async (text, signal) => (await callEndpoint(listChecks, { query: { text, limit }, signal })).checks.map(({ id, name, state, isEnabled }) => ({ id, name, word: isEnabled ? checkStateWord[state] : 'Paused' })),
  },
  {
    heading: 'Objectives', icon: ShieldCheck, path: '/sla',
    find: async (text, signal) => (await callEndpoint(readSla, { query: { text, days: 1, limit }, signal })).objectives.map((each) => ({ id: each.id, name: each.settings.name, word: standingOf(each).word })),
  },
];

/** The services, checks and objectives that the words find, as the server searches them. */
export function PaletteFound({ onOpen }: { onOpen: (path: string) => void }) {
  return places.map((place) => <PlaceGroup key={place.path} place={place} onOpen={onOpen} />);
}

function PlaceGroup({ place: { heading, icon, path, find }, onOpen }: { place: Place; onOpen: (path: string) => void }) {
  const text = useCommandState(({ search }) => search).trim().slice(0, 200);
  const { data } = useQuery({ queryKey: ['palette', path, text], queryFn: ({ signal }) => find(text, signal), enabled: text.length >= fewestLetters, placeholderData: keepPreviousData });
  if (text.length < fewestLetters || !data || data.length === 0) return null;
  return (
    <Group heading={heading}>
      {data.map(({ id, name, word }) => (
        <Item key={id} icon={icon} value={id} keywords={[name, text]} onSelect={() => onOpen(`${path}/${id}`)}>
          <span className="min-w-0 flex-1 py-1 break-words">{name}</span>
          <span className="shrink-0 text-xs text-muted">{word}</span>
        </Item>
      ))}
    </Group>
  );
}
