import { spawn } from 'node:child_process';
import provideTestPrograms, { findProgram } from '@/server/test-programs';

interface Family {
  name: string;
  type: string;
  series: Map<string, number>;
}

const helpLine = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\S.*)$/;
const typeLine = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$/;
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\]|\\\\[\\\\"n])*"';
const sampleLine = new RegExp(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(${label}(?:,${label})*)\\})? (NaN|[+-]Inf|-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`);

/** Reads the Prometheus text format 0.0.4 strictly and with promtool's naming rules. Gives what is wrong, and the names found. */
export function checkExposition(text: string): { problems: string[]; names: string[] } {
  const problems: string[] = [];
  const families = new Map<string, Family>();
  let current: Family | null = null;
  let helped = '';
  if (!text.endsWith('\n')) problems.push('the last line has no end');
  for (const line of text.split('\n').slice(0, -1)) {
    const help = helpLine.exec(line);
    const type = typeLine.exec(line);
    const sample = sampleLine.exec(line);
    if (help) {
      if (families.has(help[1] ?? '')) problems.push(`${help[1]} comes twice`);
      helped = help[1] ?? '';
    } else if (type) {
      current = { name: type[1] ?? '', type: type[2] ?? '', series: new Map() };
      if (current.name !== helped) problems.push(`${current.name} has no help before its type`);
      families.set(current.name, current);
    } else if (sample && current) {
      const [, name = '', labels = '', value = ''] = sample;
      const suffix = name.slice(current.name.length);
      const suffixes = current.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      if (!name.startsWith(current.name) || !suffixes.includes(suffix)) problems.push(`${name} stands under ${current.name}`);
      const key = `${suffix}{${sorted(labels)}}`;
      if (current.series.has(key)) problems.push(`${name}{${labels}} comes twice`);
      current.series.set(key, Number(value.replace('Inf', 'Infinity')));
    } else {
      problems.push(`cannot be read: ${line}`);
    }
  }
  for (const family of families.values()) problems.push(...namingProblems(family), ...histogramProblems(family));
  return { problems, names: [...families.keys()] };
}

/** A promtool: on PATH, or that of Debian's package. Undefined when neither can be had. */
export async function findPromtool(): Promise<string | undefined> {
  await provideTestPrograms();
  return findProgram('promtool');
}

/** The exit code of `promtool check metrics` and its words. */
export async function promtoolCheck(program: string, text: string): Promise<{ code: number | null; words: string }> {
  const child = spawn(program, ['check', 'metrics'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (words += chunk));
  child.stdin.end(text);
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve({ code, words })));
}

/** promtool's linter: https://github.com/prometheus/client_golang/tree/main/prometheus/testutil/promlint. */
function namingProblems({ name, type, series }: Family): string[] {
  const problems: string[] = [];
  if (series.size === 0) problems.push(`${name} has no sample`);
  if (type === 'counter' && !name.endsWith('_total')) problems.push(`the counter ${name} does not end in _total`);
  if (type !== 'counter' && name.endsWith('_total')) problems.push(`${name} ends in _total and is no counter`);
  if (type !== 'histogram' && /_(bucket|sum|count)$/.test(name)) problems.push(`${name} looks like a part of a histogram`);
  if (/_(milli|micro|nano)?seconds?_|_(ms|minutes|hours|kilobytes|megabytes|celcius)(_|$)/.test(name.replace(/_seconds(_total)?$/, ''))) {
    problems.push(`${name} is not in a base unit`);
  }
  if (/[A-Z]/.test(name)) problems.push(`${name} has capitals`);
  return problems;
}

function histogramProblems({ name, type, series }: Family): string[] {
  if (type !== 'histogram') return [];
  const problems: string[] = [];
  const groups = new Map<string, { bound: number; value: number }[]>();
  for (const [key, value] of series) {
    const bound = /le="([^"]+)"/.exec(key)?.[1];
    if (!key.startsWith('_bucket') || bound === undefined) continue;
    const rest = key.slice('_bucket'.length).replace(/,?le="[^"]+"/, '').replace('{,', '{');
    groups.set(rest, [...(groups.get(rest) ?? []), { bound: bound === '+Inf' ? Infinity : Number(bound), value }]);
  }
  for (const [rest, buckets] of groups) {
    buckets.forEach(({ bound, value }, index) => {
      const before = buckets[index - 1];
      if (before && (before.bound >= bound || before.value > value)) problems.push(`${name}${rest} le=${bound} is not cumulative`);
    });
    if (buckets.at(-1)?.bound !== Infinity) problems.push(`${name}${rest} has no +Inf`);
    if (buckets.at(-1)?.value !== series.get(`_count${rest}`)) problems.push(`${name}${rest}: +Inf is not the count`);
    if (!series.has(`_sum${rest}`)) problems.push(`${name}${rest} has no sum`);
  }
  return problems;
}

function sorted(labels: string): string {
  return labels.split(/,(?=[a-zA-Z_][a-zA-Z0-9_]*=")/).sort().join(',');
}
