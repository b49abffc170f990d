import { describe, expect, it } from 'vitest';
import { fillTemplate, type TemplateFacts } from './fill-template';

const facts: TemplateFacts = { title: 'Checkout is down', severity: 'Major', status: 'identified', services: ['Checkout', 'Payments', 'Search'], since: '12:03 UTC', number: 7 };

describe('fillTemplate', () => {
  it.each([
    ['each place', '#{number} {title} ({severity}), {status} since {since}.', '#7 Checkout is down (Major), identified since 12:03 UTC.'],
    ['a place as often as it stands there', '{number} {number}', '7 7'],
    ['several services as a list', 'Affected: {services}.', 'Affected: Checkout, Payments and Search.'],
    ['nothing else in braces', '{owner} { title } {}', '{owner} { title } {}'],
    ['nothing where there is no place', 'We look into it.', 'We look into it.'],
  ])('fills %s', (_, text, filled) => {
    expect(fillTemplate(text, facts)).toBe(filled);
  });

  it('names one service alone, and says when there is none', () => {
    expect(fillTemplate('{services}', { ...facts, services: ['Search'] })).toBe('Search');
    expect(fillTemplate('{services}', { ...facts, services: [] })).toBe('no named service');
  });

  it('takes what is filled in as it is: neither as a place nor as a pattern of replacement', () => {
    expect(fillTemplate('{title}', { ...facts, title: "{number} $& $1 $'" })).toBe("{number} $& $1 $'");
  });
});
