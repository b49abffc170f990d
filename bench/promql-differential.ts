import { parseArgs } from 'node:util';
import { evaluateInstant, evaluateRange } from '@/lib/promql/evaluate';
import { isPromqlError } from '@/lib/promql/error';
import { parsePromql } from '@/lib/promql/parse';
import type { SampleSource } from '@/lib/promql/source';
import { createChance, type Chance } from './promql-differential/chance';
import { differenceOf } from './promql-differential/compare';
import { dataMinutes, dataStartMs, makeData, memorySource } from './promql-differential/data';
import { generateExpression } from './promql-differential/generate';
import { startPrometheus, type RunningPrometheus } from './promql-differential/prometheus';

interface Case {
  expression: string;
  startMs: number;
  /** Null: one time only. */
  range: { endMs: number; stepMs: number } | null;
}

function makeCase(chance: Chance): Case {
  const startMs = dataStartMs + chance.between(-300, dataMinutes * 60) * 1_000 + 250;
  const expression = generateExpression(chance);
  if (chance.isLucky(0.5)) return { expression, startMs, range: null };
  const stepMs = chance.pick([7_000, 15_000, 30_000, 60_000, 147_000, 600_000]);
  return { expression, startMs, range: { stepMs, endMs: startMs + stepMs * chance.between(0, 40) + chance.between(0, 6) * 1_000 } };
}

type Outcome = { kind: 'answers' } | { kind: 'empty' } | { kind: 'errors' } | { kind: 'differs'; how: string };

async function compare({ expression, startMs, range }: Case, source: SampleSource, prometheus: RunningPrometheus): Promise<Outcome> {
  const theirs = range
    ? await prometheus.query('query_range', { query: expression, start: String(startMs / 1_000), end: String(range.endMs / 1_000), step: String(range.stepMs / 1_000) })
    : await prometheus.query('query', { query: expression, time: String(startMs / 1_000) });
  try {
    const expr = parsePromql(expression);
    const ours = range ? await evaluateRange(expr, source, { startMs, ...range }) : await evaluateInstant(expr, source, { timeMs: startMs });
    if (!theirs.data) return { kind: 'differs', how: `we answer, they say: ${theirs.error}` };
    const how = differenceOf(ours.result, theirs.data);
    if (how !== null) return { kind: 'differs', how };
    return { kind: 'series' in ours.result && ours.result.series.length === 0 ? 'empty' : 'answers' };
  } catch (error) {
    if (!isPromqlError(error)) throw error;
    return theirs.status === 'error' ? { kind: 'errors' } : { kind: 'differs', how: `we say: ${error.message}` };
  }
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } } });
  const seed = Number(values.seed);
  const series = makeData(createChance(seed));
  const source = memorySource(series);
  const prometheus = await startPrometheus();
  const counts = { answers: 0, empty: 0, errors: 0, differs: 0 };
  try {
    await prometheus.write(series);
    for (let index = 0; index < Number(values.cases); index += 1) {
      const each = makeCase(createChance(seed * 1_000_003 + index));
      const outcome = await compare(each, source, prometheus);
      counts[outcome.kind] += 1;
      if (outcome.kind === 'differs') console.log(`case ${index} of seed ${seed}: ${JSON.stringify(each)}\n  ${outcome.how}`);
    }
  } finally {
    await prometheus.stop();
  }
  console.log(`${values.cases} expressions: ${counts.answers} equal answers, ${counts.empty} equally empty, ${counts.errors} errors on both sides, ${counts.differs} differences`);
  if (counts.differs > 0) process.exitCode = 1;
}

await run();
