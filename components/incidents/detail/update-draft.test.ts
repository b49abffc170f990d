import { describe, expect, test } from 'vitest';
import { incidentWith } from '../fixture';
import { beginUpdate, refill, updateBody, updateFaults, withState, withTemplate } from './update-draft';

const facts = { incident: incidentWith({ number: 12, title: 'db-7 is out of disk', services: [{ id: '7a0f9d2e-0000-4000-8000-0000000000c1', name: 'Checkout' }] }), severity: 'Major', since: '5 Mar 2026, 03:00:00 UTC', components: [] };
const component = '7a0f9d2e-0000-4000-8000-0000000000d1';
const publicFacts = { ...facts, components: [{ id: component, name: 'Payments' }, { id: 'another', name: 'Search' }] };
const publication = { title: 'Some payments fail', components: [{ id: component, state: 'partial_outage' as const }], url: 'https://status.example', postedAt: 0, posts: [] };
const template = { text: 'We are {status}: {services}, {severity}.', status: 'identified' as const };
const sent = { key: '7a0f9d2e-0000-4000-8000-0000000000e1', version: 3, componentIds: null };
const all = ['identified', 'monitoring', 'resolved'] as const;

describe('what the public is told', () => {
  test('an incident that is not public stays so, and its own title is not offered', () => {
    expect(beginUpdate('', null)).toMatchObject({ isPublic: false, publicTitle: '', components: {} });
  });

  test('what is public already is carried on', () => {
    expect(updateBody({ ...beginUpdate('Still looking.', publication) }, sent).statusPage).toEqual({ title: 'Some payments fail', components: [{ id: component, state: 'partial_outage' }] });
  });

  test('with the resolution every touched component works again', () => {
    expect(withState(beginUpdate('Over.', publication), 'resolved', facts).components).toEqual({ [component]: 'operational' });
    expect(withState(beginUpdate('Over.', publication), 'monitoring', facts).components).toEqual({ [component]: 'partial_outage' });
  });

  test('of a component that was deleted since nothing is said', () => {
    expect(updateBody(beginUpdate('Still looking.', publication), { ...sent, componentIds: ['another'] }).statusPage?.components).toEqual([]);
    expect(updateBody(beginUpdate('Still looking.', publication), { ...sent, componentIds: [component] }).statusPage?.components).toHaveLength(1);
  });

  test('nothing goes there when it is switched off', () => {
    expect(updateBody({ ...beginUpdate('Hello', publication), isPublic: false }, sent).statusPage).toBeNull();
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

  test('calls things by their public names where the public reads it', () => {
    const named = { text: '{title}: {services} is {status}.', status: null };
    const filled = withTemplate(beginUpdate('', publication), named, publicFacts, all);
    expect(filled.text).toBe('Some payments fail: Payments is investigating.');
    expect(refill({ ...filled, components: {} }, publicFacts).text).toBe('Some payments fail: our services is investigating.');
    expect(refill({ ...filled, publicTitle: ' ' }, publicFacts).text).toBe('this incident: Payments is investigating.');
    expect(refill({ ...filled, isPublic: false }, publicFacts).text).toBe('db-7 is out of disk: Checkout is investigating.');
  });

  test('does not go to a state that the incident cannot go to', () => {
    expect(withTemplate(beginUpdate('', null), template, facts, ['monitoring']).state).toBeNull();
  });
});

test('a state goes with the version that it was chosen from, and nothing else needs one', () => {
  expect(updateBody({ ...beginUpdate('Over.', null), state: 'resolved' }, sent)).toMatchObject({ state: 'resolved', version: 3 });
  expect(updateBody(beginUpdate('Still looking.', null), sent)).not.toHaveProperty('version');
});

test('an update without words, or a public one without a title, is not posted', () => {
  expect(Object.keys(updateFaults({ ...beginUpdate(' ', null), isPublic: true }))).toEqual(['text', 'publicTitle']);
  expect(updateFaults(beginUpdate('Hello', null))).toEqual({});
});
