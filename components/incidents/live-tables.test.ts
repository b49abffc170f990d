import { describe, expect, test } from 'vitest';
import { isOldIncidents } from './live-tables';

const kinds = ['list', 'board', 'open', 'one', 'timeline', 'pinned', 'settings', 'hooks', 'figures'];

describe('a change asks again only for what it can change', () => {
  const cases: [string, string[], string[]][] = [
    ['somebody comes or goes', ['incident_viewers'], ['one']],
    ['the settings', ['incident_settings'], ['settings', 'hooks']],
    ['an incident and its timeline', ['incidents', 'incident_entries'], ['list', 'board', 'open', 'one', 'timeline', 'pinned']],
    ['a task', ['incident_tasks'], ['list', 'board', 'open', 'one', 'timeline', 'pinned']],
    ['a deploy', ['deploys'], ['list', 'board', 'open', 'one', 'timeline', 'pinned']],
    ['somebody comes while the settings change', ['incident_viewers', 'incident_settings'], ['one', 'settings', 'hooks']],
    ['nothing', [], []],
  ];
  test.each(cases)('%s', (_name, tables, expected) => {
    expect(kinds.filter((kind) => isOldIncidents(['incidents', kind, 'more'], new Set(tables)))).toEqual(expected);
  });
});
