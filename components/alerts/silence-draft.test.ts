import { expect, test } from 'vitest';
import { matchersFor } from './silence-draft';

const written = (...labels: Record<string, string>[]) => matchersFor(labels.map((each) => ({ labels: each }))).map(({ label, operator, value }) => `${label}${operator}${value}`);

test('one alert gives its labels, what it is and where first, whatever its severity becomes', () => {
  expect(written({ severity: 'critical', team: 'web', mount: '/', instance: 'web-1', alertname: 'Disk full' })).toEqual(['alertname=Disk full', 'instance=web-1', 'mount=/']);
});

test('many give what they have in common and their instances as one pattern', () => {
  expect(written({ alertname: 'Down', instance: 'a.b:9', job: 'x' }, { alertname: 'Down', instance: 'c', job: 'x' })).toEqual(['alertname=Down', 'instance=~a\\.b:9|c', 'job=x']);
});

test('names that differ become a pattern too; labels that only some have are left out', () => {
  expect(written({ alertname: 'A', job: 'x', mount: '/' }, { alertname: 'B (2)', job: 'x' })).toEqual(['alertname=~A|B \\(2\\)', 'job=x']);
});

test('a pattern that would be too long is left out', () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ alertname: 'Down', instance: `web-${index}` }));
  expect(written(...many)).toEqual(['alertname=Down']);
});

test('no alerts give no matchers', () => expect(matchersFor([])).toEqual([]));
