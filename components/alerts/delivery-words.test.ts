import { expect, test } from 'vitest';
import { attemptInWords, recipientOf } from './delivery-words';

test.each<[Parameters<typeof attemptInWords>[0], string]>([
  [{ at: 0, durationMs: 12.4, status: 200, outcome: 'delivered', error: null }, 'delivered with status 200 in 12 ms'],
  [{ at: 0, durationMs: 10_000, status: null, outcome: 'retry', error: 'No answer within 10 s.' }, 'failed, to be tried again in 10,000 ms: No answer within 10 s.'],
])('an attempt tells outcome, status, time and error', (attempt, words) => expect(attemptInWords(attempt)).toBe(words));

test.each<[Parameters<typeof recipientOf>[0], string]>([
  [{ recipient: { kind: 'channel', name: 'Ops' } }, 'Ops'],
  [{ recipient: { kind: 'user', userId: 'b', name: 'Bob', address: 'bob@example.com' } }, 'Bob (bob@example.com)'],
  [{ recipient: { kind: 'user', userId: 'b', name: 'bob@example.com', address: 'bob@example.com' } }, 'bob@example.com'],
])('a recipient is named once', (delivery, words) => expect(recipientOf(delivery)).toBe(words));
