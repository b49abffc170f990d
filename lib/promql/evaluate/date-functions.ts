import type { FunctionName } from '@/lib/promql/functions';

/** Parts of a date in UTC, for seconds since 1970. */
export const dateFunctions: Partial<Record<FunctionName, (seconds: number) => number>> = {
  minute: (seconds) => Math.floor(secondOfDay(seconds) / 60) % 60,
  hour: (seconds) => Math.floor(secondOfDay(seconds) / 3_600),
  day_of_week: (seconds) => modulo(dayOf(seconds) + 4, 7),
  day_of_month: (seconds) => dateOf(dayOf(seconds)).day,
  day_of_year: (seconds) => {
    const day = dayOf(seconds);
    return day - dayOfDate(dateOf(day).year, 1, 1) + 1;
  },
  days_in_month: (seconds) => {
    const { year, month } = dateOf(dayOf(seconds));
    return (month === 12 ? dayOfDate(year + 1, 1, 1) : dayOfDate(year, month + 1, 1)) - dayOfDate(year, month, 1);
  },
  month: (seconds) => dateOf(dayOf(seconds)).month,
  year: (seconds) => dateOf(dayOf(seconds)).year,
};

const modulo = (value: number, by: number) => value - Math.floor(value / by) * by;

/** Go turns what no 64-bit integer holds into the smallest one, and a date wraps that to the largest. */
function wholeSeconds(seconds: number): number {
  return Math.abs(seconds) < 2 ** 63 ? Math.trunc(seconds) : 2 ** 63;
}

/** 2^63 seconds are 106751991167300 days and 55808 seconds, more than a division of float64 can tell. */
const dayOf = (seconds: number) => Math.floor(wholeSeconds(seconds) / 86_400);

function secondOfDay(seconds: number): number {
  const whole = wholeSeconds(seconds);
  return modulo(whole % 86_400, 86_400);
}

/** Day of a date of the proleptic Gregorian calendar since 1970 (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function dayOfDate(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function dateOf(daysSince1970: number): { year: number; month: number; day: number } {
  const shifted = daysSince1970 + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}
