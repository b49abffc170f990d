// `npm test`: everything that proves Nines, in order, with one line a step and one plain last line.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const reports = mkdtempSync(path.join(os.tmpdir(), 'nines-reports-'));
const bin = (file) => path.join(root, 'node_modules', file);
const report = (name) => path.join(reports, `${name}.json`);

const build = { name: 'build', args: ['server/start.mjs', '--build-only'], count: countBuild };
const checks = [
  { name: 'types', args: [bin('typescript/bin/tsc'), '--noEmit'], count: countCheck },
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'], count: countCheck },
  { name: 'dead code', args: [bin('knip/bin/knip.js')], count: countCheck },
];
const vitests = ['unit', 'integration'].map((project) => ({
  name: project,
  args: [bin('vitest/vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report(project)}`],
  count: (code) => countVitest(code, report(project)),
}));
const endToEnd = {
  name: 'end-to-end',
  args: [bin('@playwright/test/cli.js'), 'test', '--config', 'e2e/playwright.config.ts'],
  env: { E2E_JSON_REPORT: report('end-to-end') },
  isShown: true,
  count: (code) => countPlaywright(code, report('end-to-end')),
};

const running = new Set();
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    rmSync(reports, { recursive: true, force: true });
    process.exit(code);
  });
}

const startMs = performance.now();
const results = [await run(build)];
// The checks need one core, the tests without a browser the other. The browser measures the machine: it runs alone.
results.push(...(await Promise.all([inOrder(checks), inOrder(vitests)])).flat());
results.push(await run(endToEnd));

const failures = results.filter(({ failed }) => failed > 0);
for (const { name, output, isShown } of failures) if (!isShown) console.log(`\n===== ${name} =====\n${output.trimEnd()}`);
if (failures.length > 0) console.log(`\nFailed: ${failures.map(({ name }) => name).join(', ')}`);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
rmSync(reports, { recursive: true, force: true });
console.log(`\nAll of it took ${seconds(startMs)} s.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;

async function inOrder(steps) {
  const done = [];
  for (const step of steps) done.push(await run(step));
  return done;
}

/** Runs one step to its end; never throws. Its output is kept, or shown all along. */
async function run({ name, args, env = {}, count, isShown = false }) {
  const atMs = performance.now();
  if (isShown) console.log(`${name} ...`);
  const { code, output } = await spawned(args, env, isShown);
  const counted = count(code);
  const { passed, failed, skipped, remark } = counted;
  const words = [failed > 0 ? 'FAILED' : 'ok', `${seconds(atMs)} s`];
  if (passed + failed + skipped > 1) words.push(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (remark) words.push(remark);
  console.log(`${name.padEnd(12)} ${words.join('  ')}`);
  return { ...counted, name, output, isShown };
}

function spawned(args, env, isShown) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, CI: '1', NO_COLOR: '1', FORCE_COLOR: undefined, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (isShown) process.stdout.write(chunk);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
    child.once('error', (error) => take(String(error)));
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, output });
    });
  });
}

/** A build that works proves nothing by itself; one that does not is a failure. */
function countBuild(code) {
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function countCheck(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function countVitest(code, file) {
  const found = read(file);
  return judged(code, {
    passed: found?.numPassedTests ?? 0,
    failed: found?.numFailedTests ?? 0,
    skipped: (found?.numPendingTests ?? 0) + (found?.numTodoTests ?? 0),
  });
}

function countPlaywright(code, file) {
  const stats = read(file)?.stats;
  return judged(code, { passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), skipped: stats?.skipped ?? 0 });
}

/** A suite that ran nothing, or that failed outside of a test (a file that does not load, a hook), failed. */
function judged(code, counts) {
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1, remark: 'no test ran' };
  if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1, remark: `exit code ${code} outside of a test` };
  return counts;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function seconds(sinceMs) {
  return ((performance.now() - sinceMs) / 1000).toFixed(1);
}
