import type { z } from 'zod';
import { ruleStates, type listAlertRules } from '@/lib/alerts/rules/api';

export type RuleState = (typeof ruleStates)[number];

/** What the URL of the list holds. */
export interface RulesState {
  text: string;
  state: RuleState | null;
  /** Of this team alone; null: of all. */
  team: string | null;
}

export const noRuleFilters: RulesState = { text: '', state: null, team: null };

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseRules(search: { get(name: string): string | null }): RulesState {
  const team = search.get('team');
  return {
    text: (search.get('text') ?? '').slice(0, 200),
    state: ruleStates.find((each) => each === search.get('state')) ?? null,
    team: team === null || team === '' ? null : team.slice(0, 200),
  };
}

/** The URL's query of a state; defaults are left out. */
export function rulesSearch({ text, state, team }: RulesState): string {
  const pairs: [string, string][] = [];
  if (text !== '') pairs.push(['text', text]);
  if (state !== null) pairs.push(['state', state]);
  if (team !== null) pairs.push(['team', team]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** The API's query of a state. */
export function rulesQuery({ text, state, team }: RulesState): z.input<NonNullable<(typeof listAlertRules)['query']>> {
  return { text: text.trim() === '' ? undefined : text.trim(), state: state ?? undefined, team: team ?? undefined };
}
