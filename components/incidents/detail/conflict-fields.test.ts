import { describe, expect, test } from 'vitest';
import { incidentWith, severities, startMs } from '../fixture';
import { conflictFields, withoutFields } from './conflict-fields';
import type { IncidentPatch } from './incident-data';

const alice = { id: '7a0f9d2e-0000-4000-8000-0000000000b1', name: 'Alice' };
const bob = { id: '7a0f9d2e-0000-4000-8000-0000000000b2', name: 'Bob' };
const words = { severities, people: [alice, bob], zone: 'UTC' };
const base = incidentWith({ title: 'Checkout is down', severity: 'sev2', team: 'payments', runbookUrl: null });

describe('only what both changed, to something different, is a conflict', () => {
  const cases: [string, IncidentPatch, Parameters<typeof incidentWith>[0], { name: string; mine: string; theirs: string }[]][] = [
    ['the other side changed nothing', { title: 'Mine' }, {}, []],
    ['the other side changed something else', { title: 'Mine' }, { severity: 'sev1' }, []],
    ['both changed it to the same', { title: 'Same' }, { title: 'Same' }, []],
    ['both changed the title', { title: 'Mine' }, { title: 'Theirs' }, [{ name: 'Title', mine: 'Mine', theirs: 'Theirs' }]],
    ['a severity is told by its name', { severity: 'sev1' }, { severity: 'sev3' }, [{ name: 'Severity', mine: 'Major', theirs: 'Small' }]],
    ['a state is told by its word', { state: 'monitoring' }, { state: 'resolved' }, [{ name: 'State', mine: 'Monitoring', theirs: 'Resolved' }]],
    ['an empty text is told as nothing', { team: '' }, { team: 'search' }, [{ name: 'Team', mine: 'Nothing', theirs: 'search' }]],
    ['a runbook that is taken out is told as nothing', { runbookUrl: 'https://a.example' }, { runbookUrl: 'https://b.example' }, [{ name: 'Runbook', mine: 'https://a.example', theirs: 'https://b.example' }]],
    ['two people take one role', { roles: { lead: alice.id } }, { roles: { lead: bob, communications: null, scribe: null } }, [{ name: 'Lead', mine: 'Alice', theirs: 'Bob' }]],
    ['two people take two roles', { roles: { scribe: alice.id } }, { roles: { lead: bob, communications: null, scribe: null } }, []],
    [
      'two people correct one time',
      { times: { started: startMs - 60_000 } },
      { times: { ...base.times, started: startMs - 120_000 } },
      [{ name: 'Started', mine: '5 Mar 2026, 02:59:00 UTC', theirs: '5 Mar 2026, 02:58:00 UTC' }],
    ],
    ['an acknowledgement conflicts with nothing', { isAcknowledged: true }, { title: 'Theirs', state: 'identified' }, []],
  ];
  test.each(cases)('%s', (_name, patch, change, expected) => {
    const theirs = incidentWith({ ...base, version: 2, ...change });
    expect(conflictFields(patch, base, theirs, words).map(({ name, mine, theirs: now }) => ({ name, mine, theirs: now }))).toEqual(expected);
  });
});

test('taking theirs leaves of a patch what was not in conflict', () => {
  const patch: IncidentPatch = { title: 'Mine', summary: 'Kept', roles: { lead: alice.id, scribe: bob.id }, times: { started: 1 } };
  expect(withoutFields(patch, ['title', 'roles.lead', 'times.started'])).toEqual({ summary: 'Kept', roles: { scribe: bob.id } });
  expect(withoutFields({ title: 'Mine' }, ['title'])).toEqual({});
});
