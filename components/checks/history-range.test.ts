import { expect, test } from 'vitest';
import { parsePiece } from './history-range';

test.each<[string, ReturnType<typeof parsePiece>]>([
  ['from=1000&to=61000', { from: 1_000, to: 61_000 }],
  ['from=1000&to=1000', null],
  ['from=61000&to=1000', null],
  ['from=1e3&to=61000', null],
  ['to=61000', null],
  ['', null],
])('a link to a piece of time: %s', (search, piece) => {
  expect(parsePiece(new URLSearchParams(search))).toEqual(piece);
});
