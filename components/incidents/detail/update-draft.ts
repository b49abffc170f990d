import type { z } from 'zod';
import { fillTemplate } from '@/lib/incidents/fill-template';
import type { postUpdate } from '@/lib/incidents/api';
import type { ComponentState, Incident, IncidentState, Publication } from '@/lib/incidents/schemas';
import { incidentStateWord } from '../incident-words';

/** An update as it stands in its form. */
export interface UpdateDraft {
  text: string;
  /** What the template filled in; null once it was changed by hand. */
  filled: { template: string; text: string } | null;
  state: IncidentState | null;
  channelIds: readonly string[];
  toWatchers: boolean;
  isPublic: boolean;
  publicTitle: string;
  /** By the id of the component; those that are left out are not touched. */
  components: Readonly<Record<string, ComponentState>>;
}

export interface UpdateFacts {
  incident: Incident;
  severity: string;
  since: string;
  /** Of the status page, by their public names. */
  components: readonly { id: string; name: string }[];
}

/** What the public knows already is carried on; what it does not know is not told unless somebody says so. */
export function beginUpdate(text: string, publication: Publication | null): UpdateDraft {
  return {
    text, filled: null, state: null, channelIds: [], toWatchers: true, isPublic: publication !== null, publicTitle: publication?.title ?? '',
    components: Object.fromEntries((publication?.components ?? []).map(({ id, state }) => [id, state])),
  };
}

/** Fills the text from a template, in the words of the state that the incident goes to. */
export function withTemplate(draft: UpdateDraft, template: { text: string; status: IncidentState | null }, facts: UpdateFacts, allowed: readonly IncidentState[]): UpdateDraft {
  const state = template.status !== null && allowed.includes(template.status) ? template.status : draft.state;
  return fill(withState(draft, state, facts), template.text, facts);
}

/** Goes to another state with it: a text that is still the template's says so, and what is over works again. */
export function withState(draft: UpdateDraft, state: IncidentState | null, facts: UpdateFacts): UpdateDraft {
  const isEnd = state === 'resolved' && draft.state !== 'resolved';
  const components = isEnd ? Object.fromEntries(Object.keys(draft.components).map((id) => [id, 'operational' as const])) : draft.components;
  return refill({ ...draft, state, components }, facts);
}

/** After another choice: a text that is still the template's goes with it. */
export function refill(draft: UpdateDraft, facts: UpdateFacts): UpdateDraft {
  return draft.filled !== null ? fill(draft, draft.filled.template, facts) : draft;
}

function fill(draft: UpdateDraft, template: string, facts: UpdateFacts): UpdateDraft {
  const { incident, severity, since } = facts;
  const status = incidentStateWord[draft.state ?? incident.state].toLowerCase();
  const named = draft.isPublic ? publicNames(draft, facts) : { title: incident.title, services: incident.services.map(({ name }) => name) };
  const text = fillTemplate(template, { ...named, severity, status, since, number: incident.number });
  return { ...draft, text, filled: { template, text } };
}

/** How services and incidents are called inside, the public is not told. */
function publicNames({ publicTitle, components: chosen }: UpdateDraft, { components }: UpdateFacts): { title: string; services: string[] } {
  const names = components.filter(({ id }) => chosen[id] !== undefined).map(({ name }) => name);
  return { title: publicTitle.trim() || 'this incident', services: names.length > 0 ? names : ['our services'] };
}

/** What is wrong with the draft, by field. */
export function updateFaults({ text, isPublic, publicTitle }: UpdateDraft): { text?: string; publicTitle?: string } {
  return { ...(text.trim() === '' ? { text: 'Write what there is to say.' } : {}), ...(isPublic && publicTitle.trim() === '' ? { publicTitle: 'Say in a few words what the public is to know.' } : {}) };
}

interface Sent {
  /** The same for each try. */
  key: string;
  /** Of the incident that the state was chosen from. */
  version: number;
  /** Ids of the components that the page has, for some may have been deleted since; null: not known. */
  componentIds: readonly string[] | null;
}

/** The request of a draft. */
export function updateBody(draft: UpdateDraft, { key, version, componentIds }: Sent): z.input<NonNullable<(typeof postUpdate)['body']>> {
  const { text, state, channelIds, toWatchers, isPublic, publicTitle, components } = draft;
  const touched = Object.entries(components).filter(([id]) => componentIds?.includes(id) ?? true);
  return {
    text: text.trim(), state, ...(state === null ? {} : { version }), channelIds: [...channelIds], toWatchers, key,
    statusPage: isPublic ? { title: publicTitle.trim(), components: touched.map(([id, each]) => ({ id, state: each })) } : null,
  };
}
