import { describe, expect, test } from 'vitest';
import { isStale, startConnection, stepConnection, type Connection, type ConnectionSignal } from './connection';

const t0 = Date.UTC(2025, 10, 21, 12, 0, 0);

function play(...story: [afterMs: number, signal: ConnectionSignal][]): Connection {
  return story.reduce((state, [afterMs, signal]) => stepConnection(state, signal, t0 + afterMs), startConnection(t0));
}

const connected: ConnectionSignal = { type: 'connected' };
const disconnected: ConnectionSignal = { type: 'disconnected' };
const tick: ConnectionSignal = { type: 'tick' };
const frame = (atMs: number): ConnectionSignal => ({ type: 'frame', at: t0 + atMs });

describe('the status after a story', () => {
  const table: [name: string, expected: Connection['status'], ...story: [number, ConnectionSignal][]][] = [
    ['nothing arrived yet', 'connecting', [500, tick]],
    ['connected without a frame yet', 'connecting', [500, connected]],
    ['a frame arrived', 'live', [500, connected], [1200, frame(1000)]],
    ['the connection broke a moment ago', 'reconnecting', [1200, frame(1000)], [1500, disconnected]],
    ['the connection broke 3 s ago', 'stale', [1200, frame(1000)], [1500, disconnected], [4200, tick]],
    ['connected, but no frame for 3 s', 'stale', [1200, frame(1000)], [4200, tick]],
    ['connected, no frame for just under 3 s', 'live', [1200, frame(1000)], [4199, tick]],
    ['never any frame for 3 s', 'stale', [500, connected], [3000, tick]],
    ['connected again but no frame yet', 'stale', [1200, frame(1000)], [1500, disconnected], [5000, tick], [6000, connected]],
    ['frames again', 'live', [1200, frame(1000)], [1500, disconnected], [5000, tick], [6000, connected], [7100, frame(7000)]],
    ['the session ended', 'ended', [1200, frame(1000)], [1500, { type: 'ended', reason: 'unauthenticated' }]],
    ['nothing revives an ended session', 'ended', [100, { type: 'ended', reason: 'forbidden' }], [1200, frame(1000)]],
  ];
  test.each(table)('%s: %s', (_name, expected, ...story) => expect(play(...story).status).toBe(expected));
});

test('stale since the last frame, and since then however often it is looked at', () => {
  const state = play([1200, frame(1000)], [4300, tick], [5000, disconnected], [9000, connected], [9500, tick]);
  expect(state.sinceMs).toBe(t0 + 1200);
  expect(isStale(state)).toBe(true);
});

test('the delay is the time since the second that the frame stands for', () => {
  expect(play([1200, frame(1000)]).delayMs).toBe(200);
});

test('a server clock ahead of the browser never gives a negative delay', () => {
  const state = play([1200, frame(3000)], [2300, frame(4000)]);
  expect(state.delayMs).toBe(100);
});

test('a tick that changes nothing gives the same object, so that nothing renders', () => {
  const live = play([1200, frame(1000)]);
  expect(stepConnection(live, tick, t0 + 2000)).toBe(live);
});
