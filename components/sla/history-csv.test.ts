import { expect, test } from 'vitest';
import { day } from './fixture';
import { csvName, historyCsv } from './history-csv';

test('the numbers are told as they are, and what is missing is empty', () => {
  const ratio = { ...day('2026-11-13'), tally: null, amount: { good: 7, bad: 1, unit: 'events' as const }, percent: null };
  expect(historyCsv([day('2026-11-12', { downMs: 864_000 }), ratio])).toBe(
    [
      'day,from,to,percent,good,bad,unit,up_ms,degraded_ms,down_ms,unknown_ms,maintenance_ms',
      '2026-11-12,2026-11-12T00:00:00.000Z,2026-11-13T00:00:00.000Z,99,85536000,864000,ms,85536000,0,864000,0,0',
      '2026-11-13,2026-11-13T00:00:00.000Z,2026-11-14T00:00:00.000Z,,7,1,events,,,,,',
      '',
    ].join('\r\n'),
  );
});

test('the file has a plain name', () => {
  expect(csvName('Öffentliche API: 99.9 %')).toBe('ffentliche-api-99-9-by-day.csv');
  expect(csvName('***')).toBe('objective-by-day.csv');
});
