import { describe, expect, test } from 'vitest';
import { incidentWith } from '../fixture';
import { beginUpdate, updateBody, updateFaults, withState, withTemplate } from './update-draft';

const facts = { incident: incidentWith({ number: 12, title: 'db-7 is out of disk', services: [{ id: '7a0f9d2e-0000-4000-8000-0000000000c1', name: 'Checkout' }] }), severity: 'Major', since: '5 Mar 2026, 03:00:00 UTC' };
const component = '7a0f9d2e-0000-4000-8000-0000000000d1';
const publication = { title: 'Some payments fail', components: [{ id: component, state: 'partial_outage' as const }], url: 'https://status.example', postedAt: 0 };
const template = { text: 'We are {status}: {services}, {severity}.', status: 'identified' as const };
const key = '7a0f9d2e-0000-4000-8000-0000000000e1';
const all = ['identified', 'monitoring', 'resolved'] as const;

describe('what the public is told', () => {
  test('an incident that is not public stays so, and its own title is not offered', () => {
    expect(beginUpdate('', null)).toMatchObject({ isPublic: false, publicTitle: '', components: {} });
  });

  test('what is public already is carried on', () => {
    expect(updateBody({ ...beginUpdate('Still looking.', publication) }, key).statusPage).toEqual({ title: 'Some payments fail', components: [{ id: component, state: 'partial_outage' }] });
  });

  test('with the resolution every touched component works again', () => {
    expect(withState(beginUpdate('Over.', publication), 'resolved', facts).components).toEqual({ [component]: 'operational' });
    expect(withState(beginUpdate('Over.', publication), 'monitoring', facts).components).toEqual({ [component]: 'partial_outage' });
  });

  test('nothing goes there when it is switched off', () => {
    expect(updateBody({ ...beginUpdate('Hello', publication), isPublic: false }, key).statusPage).toBeNull();
  });
});

describe('a template', () => {
  test('is filled in the words of the state that it goes to', () => {
    expect(withTemplate(beginUpdate('', null), template, facts, all)).toMatchObject({ state: 'identified', text: 'We are identified: Checkout, Major.' });
  });

  test('follows the state as long as nobody changed its text', () => {
    const filled = withTemplate(beginUpdate('', null), template, facts, all);
    expect(withState(filled, 'resolved', facts).text).toBe('We are resolved: Checkout, Major.');
    expect(withState({ ...filled, text: 'By hand', filled: null }, 'resolved', facts).text).toBe('By hand');
  });

  test('does not go to a state that the incident cannot go to', () => {
    expect(withTemplate(beginUpdate('', null), template, facts, ['monitoring']).state).toBeNull();
  });
});

test('an update without words, or a public one without a title, is not posted', () => {
  expect(Object.keys(updateFaults({ ...beginUpdate(' ', null), isPublic: true }))).toEqual(['text', 'publicTitle']);
  expect(updateFaults(beginUpdate('Hello', null))).toEqual({});
});
