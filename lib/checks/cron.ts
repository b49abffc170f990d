/** The times of a cron expression: sorted numbers of each field. */
export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
  /** 0 is Sunday. */
  weekdays: readonly number[];
  /** Whether a day has to be both of the days and of the weekdays; otherwise one is enough. */
  needsBothDays: boolean;
  /** Whether it follows the clock through each of its minutes or hours, and not certain times of the day. */
  isWild: boolean;
}

interface Field {
  name: string;
  least: number;
  most: number;
  names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields = [
  { name: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', least: 0, most: 23, names: [] },
  { name: 'day of the month', least: 1, most: 31, names: [] },
  { name: 'month', least: 1, most: 12, names: months },
  { name: 'day of the week', least: 0, most: 7, names: weekdays },
] as const satisfies readonly Field[];

const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
};

type ReadCron = { cron: Cron; problem: null } | { cron: null; problem: string };
type ReadField = { numbers: number[]; problem: null } | { numbers: null; problem: string };

/**
 * Reads an expression as crontab(5) of Debian has it: five fields of numbers, names, ranges, steps and lists, or @hourly, @daily, @weekly, @monthly,
 * @yearly. Where a day of the month and one of the week are given, one of them is enough, unless either field begins with a star.
 */
export function readCron(text: string): ReadCron {
  const trimmed = text.trim().toLowerCase();
  if (trimmed.startsWith('@') && !Object.hasOwn(nicknames, trimmed)) return wrong(`${trimmed.slice(0, 20)} is no time. Use @hourly, @daily, @weekly, @monthly or @yearly.`);
  const parts = (nicknames[trimmed] ?? trimmed).split(/\s+/);
  if (parts.length !== 5) return wrong('A cron expression has five fields: minute, hour, day of the month, month, day of the week.');
  const read = fields.map((field, index) => readField(parts[index] ?? '', field));
  const fault = read.find(({ problem }) => problem !== null);
  if (fault?.problem) return wrong(fault.problem);
  const [minutes = [], hours = [], days = [], inMonths = [], ofWeek = []] = read.map(({ numbers }) => numbers ?? []);
  const isStar = (index: number) => parts[index]?.startsWith('*') ?? false;
  const cron: Cron = {
    minutes, hours, days, months: inMonths, weekdays: sorted(ofWeek.map((day) => day % 7)), needsBothDays: isStar(2) || isStar(4), isWild: isStar(0) || isStar(1),
  };
  return everComes(cron) ? { cron, problem: null } : wrong('No month has such a day: this time never comes.');
}

function wrong(problem: string): ReadCron {
  return { cron: null, problem };
}

function readField(text: string, field: Field): ReadField {
  const numbers: number[] = [];
  for (const item of text.split(',')) {
    const read = readItem(item, field);
    if (read.numbers === null) return read;
    numbers.push(...read.numbers);
  }
  return { numbers: sorted(numbers), problem: null };
}

function readItem(item: string, field: Field): ReadField {
  const refuse = (why: string): ReadField => ({ numbers: null, problem: `The ${field.name} ${JSON.stringify(item.slice(0, 20))} ${why}.` });
  const match = /^(?:(\*)|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d{1,3}))?$/.exec(item);
  if (!match) return refuse('cannot be read');
  const [, star, start, end, stepText] = match;
  const step = stepText === undefined ? 1 : Number(stepText);
  const from = star ? field.least : numberOf(start ?? '', field);
  const given = star ? field.most - (field.names === weekdays ? 1 : 0) : end === undefined ? (stepText === undefined ? from : field.most) : numberOf(end, field);
  if (from === null || given === null) return refuse(`is not between ${field.least} and ${field.most}`);
  const to = field.names === weekdays && given === 0 && from > 0 ? 7 : given;
  if (step === 0) return refuse('has a step of 0');
  if (to < from) return refuse('ends before it begins');
  return { numbers: Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step), problem: null };
}

function numberOf(text: string, { least, most, names }: Field): number | null {
  const named = names.indexOf(text);
  if (named >= 0) return named + (names === months ? 1 : 0);
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function everComes({ days, months: inMonths, needsBothDays }: Cron): boolean {
  return !needsBothDays || inMonths.some((month) => (days[0] ?? 32) <= (longestMonths[month - 1] ?? 0));
}

/** Whether it comes on a day, given in days since 1970. */
export function comesOnDay(cron: Cron, day: number): boolean {
  const date = new Date(day * 86_400_000);
  if (!cron.months.includes(date.getUTCMonth() + 1)) return false;
  const isDay = cron.days.includes(date.getUTCDate());
  const isWeekday = cron.weekdays.includes(date.getUTCDay());
  return cron.needsBothDays ? isDay && isWeekday : isDay || isWeekday;
}
