import { describe, expect, test } from 'vitest';
import { readCron, type Cron } from './cron';
import { nextCronTime } from './cron-times';

function cronOf(text: string): Cron {
  const { cron, problem } = readCron(text);
  if (!cron) throw new Error(problem);
  return cron;
}

describe('an expression is read as crontab(5) has it', () => {
  test.each<[text: string, expected: Partial<Cron>]>([
    ['*/15 * * * *', { minutes: [0, 15, 30, 45], isWild: true, needsBothDays: true }],
    ['5-20/5,40 3 * * *', { minutes: [5, 10, 15, 20, 40], hours: [3], isWild: false }],
    ['50/5 0 * * *', { minutes: [50, 55] }],
    ['0 9-17/4 * * mon-fri', { hours: [9, 13, 17], weekdays: [1, 2, 3, 4, 5] }],
    ['0 0 1,15 JAN,jul SUN', { days: [1, 15], months: [1, 7], weekdays: [0], needsBothDays: false }],
    ['0 0 * * 7', { weekdays: [0] }],
    ['0 0 * * fri-sun', { weekdays: [0, 5, 6] }],
    ['0 0 * * */2', { weekdays: [0, 2, 4, 6] }],
    ['  0\t0  * *  5-7 ', { weekdays: [0, 5, 6] }],
    ['@Hourly', { minutes: [0], hours: Array.from({ length: 24 }, (_, hour) => hour) }],
    ['@yearly', { minutes: [0], hours: [0], days: [1], months: [1] }],
  ])('%s', (text, expected) => {
    expect(cronOf(text)).toMatchObject(expected);
  });

  test.each<[text: string, problem: string]>([
    ['', 'A cron expression has five fields'],
    ['* * * *', 'A cron expression has five fields'],
    ['0 * * * * *', 'A cron expression has five fields'],
    ['@reboot', '@reboot is no time'],
    ['@constructor', '@constructor is no time'],
    ['60 * * * *', 'The minute "60" is not between 0 and 59.'],
    ['* 24 * * *', 'The hour "24" is not between'],
    ['* * 0 * *', 'The day of the month "0" is not between 1 and 31.'],
    ['* * * foo *', 'The month "foo" is not between'],
    ['* * * * 8', 'The day of the week "8" is not between'],
    ['10-5 * * * *', 'The minute "10-5" ends before it begins.'],
    ['*/0 * * * *', 'The minute "*/0" has a step of 0.'],
    ['1,,2 * * * *', 'The minute "" cannot be read.'],
    ['1-2-3 * * * *', 'cannot be read'],
    ['* * L * *', 'The day of the month "l" is not between'],
    ['? * * * *', 'cannot be read'],
    ['0 0 30 2 *', 'this time never comes'],
    ['0 0 31 4,6,9,11 *', 'this time never comes'],
  ])('%j is refused', (text, problem) => {
    expect(readCron(text)).toMatchObject({ cron: null, problem: expect.stringContaining(problem) as string });
  });

  test('a long hostile text is refused at once', () => {
    expect(readCron(`${'1,'.repeat(100_000)} * * * *`).cron).toBeNull();
    expect(readCron(`@${'a'.repeat(100_000)}`).problem?.length).toBeLessThan(120);
  });
});

function timesAfter(text: string, timeZone: string, after: string, count: number): string[] {
  const times: string[] = [];
  for (let at = Date.parse(after); times.length < count; ) {
    const next = nextCronTime(cronOf(text), timeZone, at);
    if (!next) return [...times, 'never'];
    const early = next.earliestMs === next.atMs ? '' : ` from ${new Date(next.earliestMs).toISOString().slice(11, 16)}`;
    times.push(`${new Date(next.atMs).toISOString().slice(0, 16)}${early}`);
    at = next.earliestMs;
  }
  return times;
}

describe('the times of an expression', () => {
  test.each<[name: string, text: string, timeZone: string, after: string, times: string[]]>([
    ['follow strictly after', '*/20 * * * *', 'UTC', '2026-03-01T10:20:00Z', ['2026-03-01T10:40', '2026-03-01T11:00']],
    ['count the seconds of the moment', '*/20 * * * *', 'UTC', '2026-03-01T10:19:59.999Z', ['2026-03-01T10:20']],
    ['are of the time zone', '30 2 * * *', 'Asia/Kolkata', '2026-03-01T00:00:00Z', ['2026-03-01T21:00', '2026-03-02T21:00']],
    ['pass the end of a year', '0 0 1 1 *', 'UTC', '2025-12-31T23:59:00Z', ['2026-01-01T00:00', '2027-01-01T00:00']],
    ['wait for a leap day, over 2100', '0 0 29 2 *', 'UTC', '2096-03-01T00:00:00Z', ['2104-02-29T00:00']],
    ['wait for a leap day that is a Monday', '0 0 29 2 */8', 'UTC', '2026-01-01T00:00:00Z', ['2032-02-29T00:00', '2060-02-29T00:00']],
    ['leave out months without the day', '0 0 31 * *', 'UTC', '2026-01-31T00:00:00Z', ['2026-03-31T00:00', '2026-05-31T00:00']],
    ['come on either day', '0 0 13 * fri', 'UTC', '2026-02-11T00:00:00Z', ['2026-02-13T00:00', '2026-02-20T00:00', '2026-02-27T00:00', '2026-03-06T00:00', '2026-03-13T00:00']],
    ['come on days that are both, where one field begins with a star', '0 0 */30 * mon', 'UTC', '2026-01-01T00:00:00Z', ['2026-06-01T00:00', '2026-08-31T00:00']],
    ['that the clocks leave out come as they jump, or an hour later', '30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', ['2026-03-28T01:30', '2026-03-29T01:30 from 01:00', '2026-03-30T00:30']],
    ['that come twice mean the first', '30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['that came are not waited for again in the second hour', '30 2 * * *', 'Europe/Berlin', '2026-10-25T01:10:00Z', ['2026-10-26T01:30']],
    ['of each hour follow the time that passes, forward', '0 * * * *', 'Europe/Berlin', '2026-03-29T00:00:00Z', ['2026-03-29T01:00', '2026-03-29T02:00']],
    ['of each hour follow the time that passes, back', '0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z', ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00']],
    ['of each minute of a left-out hour do not come', '*/30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-30T00:00']],
    ['hold where the clocks move by half an hour', '15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', ['2026-10-03T15:45 from 15:30', '2026-10-04T15:15']],
    ['hold where midnight is left out', '0 0 * * *', 'America/Santiago', '2026-09-05T12:00:00Z', ['2026-09-06T04:00', '2026-09-07T03:00']],
    ['hold where a whole day was left out', '0 12 30 12 *', 'Pacific/Apia', '2011-12-29T00:00:00Z', ['2011-12-30T22:00 from 10:00', '2012-12-29T22:00']],
  ])('%s', (_, text, timeZone, after, times) => {
    expect(timesAfter(text, timeZone, after, times.length)).toEqual(times);
  });
});
