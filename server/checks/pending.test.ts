import { expect, it } from 'vitest';
import { noEvidence } from './probes/result';
import { addPending, boundPending, nothingPending, type Pending } from './pending';

function pendingOf(events: number, withEvidence: boolean): Pending {
  const pending = nothingPending();
  const all = Array.from({ length: events }, (_, atMs) => ({ atMs, from: 'up' as const, to: 'down' as const, reason: `at ${atMs}`, maintenance: null, ref: { id: null }, evidence: withEvidence ? noEvidence() : null }));
  const spans = all.map(({ atMs }) => ({ fromMs: atMs, toMs: atMs + 1, state: 'down' as const, reason: '', maintenance: null, event: null }));
  addPending(pending, { forgetFromMs: null, spans, events: all });
  return pending;
}
const kept = ({ events, spans }: Pending) => ({ evidence: events.filter(({ evidence }) => evidence !== null).length, events: events.length, spans: spans.size });
const most = { evidence: 20, events: 100, spans: 60 };

it('keeps all that fits', () => {
  const all = [pendingOf(10, true), pendingOf(10, true), nothingPending()];
  boundPending(all, most);
  expect(all.map(kept)).toEqual([{ evidence: 10, events: 10, spans: 10 }, { evidence: 10, events: 10, spans: 10 }, { evidence: 0, events: 0, spans: 0 }]);
});

it('drops evidence before events, the oldest first, and nothing of a check that has little', () => {
  const [loud, quiet] = [pendingOf(50, true), pendingOf(5, true)];
  boundPending([loud, quiet], most);
  expect([loud, quiet].map(kept)).toEqual([{ evidence: 10, events: 50, spans: 50 }, { evidence: 5, events: 5, spans: 5 }]);
  expect(loud.events.findIndex(({ evidence }) => evidence !== null)).toBe(40);
});

it('bounds the events and spans of all checks together', () => {
  const all = Array.from({ length: 10 }, () => pendingOf(1_000, true));
  boundPending(all, most);
  expect(all.map(kept)).toEqual(Array.from({ length: 10 }, () => ({ evidence: 2, events: 10, spans: 6 })));
  expect(all[0]?.events[0]?.atMs).toBe(990);
});
