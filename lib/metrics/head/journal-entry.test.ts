import { expect, it } from 'vitest';
import { mulberry32 } from '@/lib/ingest/test-random';
import { JournalEntry, readJournalEntry } from './journal-entry';

type Entry = [id: number, timeMs: number, low: number, high: number];

function read(bytes: Uint8Array): Entry[] {
  const found: Entry[] = [];
  readJournalEntry(bytes, (...each) => found.push(each));
  return found;
}

it('gives back every sample in its order, whatever ids, times and bits it has, and begins anew after a reset', () => {
  const random = mulberry32(4);
  const entry = new JournalEntry();
  for (const count of [0, 1, 2, 1_000, 20_000]) {
    entry.reset();
    const samples = Array.from({ length: count }, (): Entry => [
      Math.floor(random() * 2 ** 31), Math.floor((random() - 0.2) * 2 ** 42), Math.floor(random() * 2 ** 32), Math.floor(random() * 2 ** 32),
    ]);
    for (const each of samples) entry.add(...each);
    expect(entry.samples).toBe(count);
    expect(read(entry.view())).toEqual(samples);
  }
});

it('throws for an entry that is cut short, after at most the samples that are whole', () => {
  const entry = new JournalEntry();
  for (let index = 0; index < 5; index += 1) entry.add(300 * index, 1.7e12 + index * 15_000, index, index);
  const whole = entry.view().slice();
  const all = read(whole);
  for (let length = 1; length < whole.length; length += 1) {
    const found: Entry[] = [];
    const cut = () => readJournalEntry(whole.subarray(0, length), (...each) => found.push(each));
    let isCut = false;
    try {
      cut();
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      isCut = true;
    }
    expect(found).toEqual(all.slice(0, found.length));
    if (!isCut) expect(found.length).toBeLessThan(5);
  }
});
