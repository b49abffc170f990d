import { describe, expect, test } from 'vitest';
import { incidentWith } from '../fixture';
import { editDraftOf, editFaults, editPatch, type EditDraft } from './edit-draft';

const base = incidentWith({ title: 'Checkout is down', summary: 'Payments fail.', team: 'payments', runbookUrl: 'https://runbooks.example/checkout' });
const draft = (change: Partial<EditDraft>) => ({ ...editDraftOf(base), ...change });

describe('only what was changed is sent', () => {
  test.each([
    ['nothing', {}, {}],
    ['spaces around a title are nothing', { title: ' Checkout is down ' }, {}],
    ['a title', { title: 'Search is down' }, { title: 'Search is down' }],
    ['an emptied summary', { summary: '' }, { summary: '' }],
    ['a runbook that is taken out', { runbookUrl: ' ' }, { runbookUrl: null }],
    ['several at once', { severity: 'sev3', team: 'search' }, { severity: 'sev3', team: 'search' }],
  ])('%s', (_name, change, expected) => expect(editPatch(draft(change), base)).toEqual(expected));
});

test('a draft without a title or with an address that is none is not sent', () => {
  expect(Object.keys(editFaults(draft({ title: ' ', runbookUrl: 'javascript:alert(1)' })))).toEqual(['title', 'runbookUrl']);
  expect(editFaults(draft({}))).toEqual({});
});
