'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCommandState } from 'cmdk';
import { Boxes, HeartPulse, ShieldCheck, Siren, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { checkStateWord } from '@/components/checks/check-words';
import { incidentName, incidentStateWord } from '@/components/incidents/incident-words';
import { standingOf } from '@/components/sla/objective-words';
import { listChecks } from '@/lib/checks/api';
import { listIncidents } from '@/lib/incidents/api';
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
const pauseMs = 200;

const places: readonly Place[] = [
  {
    heading: 'Incidents', icon: Siren, path: '/incidents',
    find: async (text, signal) => (await callEndpoint(listIncidents, { query: { text, limit }, signal })).incidents.map((each) => ({ id: each.id, name: incidentName(each), word: incidentStateWord[each.state] })),
  },
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

/** The incidents, services, checks and objectives that the words find, as the server searches them once whoever types pauses. */
export function PaletteFound({ onOpen }: { onOpen: (path: string) => void }) {
  const typed = useCommandState(({ search }) => search).trim().slice(0, 200);
  const asked = usePaused(typed);
  return places.map((place) => <PlaceGroup key={place.path} place={place} typed={typed} asked={asked} onOpen={onOpen} />);
}

interface PlaceGroupProps {
  place: Place;
  typed: string;
  /** What the server is asked for: what was typed before the last pause. */
  asked: string;
  onOpen: (path: string) => void;
}

function PlaceGroup({ place: { heading, icon, path, find }, typed, asked, onOpen }: PlaceGroupProps) {
  const { data, isPlaceholderData } = useQuery({ queryKey: ['palette', path, asked], queryFn: ({ signal }) => find(asked, signal), enabled: asked.length >= fewestLetters, placeholderData: keepPreviousData });
  if (typed.length < fewestLetters || !data) return null;
  const isOfBefore = isPlaceholderData || asked !== typed;
  // What was found for other words stays where its name has the new ones; the palette itself would match the letters of its id as well.
  const shown = isOfBefore ? data.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase())) : data;
  if (shown.length === 0) return null;
  return (
    <Group heading={heading}>
      {shown.map(({ id, name, word }) => (
        // The palette reads the keywords of an item once: with others it is another item.
        <Item key={isOfBefore ? id : `${id} ${asked}`} icon={icon} value={id} keywords={isOfBefore ? [name] : [name, asked]} onSelect={() => onOpen(`${path}/${id}`)}>
          <span className="min-w-0 flex-1 py-1 break-words">{name}</span>
          <span className="shrink-0 text-xs text-muted">{word}</span>
        </Item>
      ))}
    </Group>
  );
}

/** A text as it was when it last stayed the same for 200 ms. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
