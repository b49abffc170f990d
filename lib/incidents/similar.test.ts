import { expect, it } from 'vitest';
import { mostSimilar, wordsOfTitle, type Comparable } from './similar';

const checkout: Comparable = { id: 'own', title: 'Checkout is down: database connections used up', services: ['shop'], alertNames: ['CheckDown', 'PoolFull'], createdAt: 1_000 };

function other(id: string, changed: Partial<Comparable>): Comparable {
  return { id, title: 'Mail is late', services: ['mail'], alertNames: ['QueueLong'], createdAt: 1, ...changed };
}

it('puts first what has the same alerts, then the same services, then the same words', () => {
  const found = mostSimilar(checkout, [
    other('nothing', {}),
    other('words', { title: 'Database connections of the shop are used up in checkout' }),
    other('services', { services: ['shop'] }),
    other('alerts', { alertNames: ['CheckDown', 'PoolFull'] }),
    other('everything', { ...checkout, id: 'everything' }),
    checkout,
  ]);
  expect(found).toEqual(['everything', 'alerts', 'services', 'words']);
});

it('puts the newer of two that are as like first, and leaves out all beyond ten', () => {
  const others = Array.from({ length: 30 }, (_, index) => other(`at ${index}`, { services: ['shop'], createdAt: index }));
  expect(mostSimilar(checkout, others)).toEqual(Array.from({ length: 10 }, (_, index) => `at ${29 - index}`));
});

it('does not take a word that any title has, or one shared service of many, for likeness', () => {
  expect(mostSimilar({ ...checkout, title: 'The service is down', alertNames: [] }, [other('a', { title: 'The service is slow' }), other('b', { services: ['shop', 'a', 'b', 'c', 'd'] })])).toEqual([]);
});

it.each([
  ['Checkout is DOWN, since 3 o’clock: 502 from eu-west-1!', ['checkout', '502', 'eu-west-1', 'clock']],
  ['Größere Störung im Zahlungsverkehr', ['größere', 'störung', 'zahlungsverkehr']],
  ['支払いサービス停止', ['支払いサービス停止']],
  ['… !!', []],
])('finds the words of %s', (title, words) => {
  expect(wordsOfTitle(title).sort()).toEqual([...words].sort());
});
