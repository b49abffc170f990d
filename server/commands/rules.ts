import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '@/lib/errors';
import { duplicateRules, parseRuleFile, type RuleFile, type RuleGroup } from '@/lib/rules/rule-file';
import { runTestGroup } from '@/lib/rules/unit-test/run-group';
import { parseTestFile } from '@/lib/rules/unit-test/test-file';
import type { FileIssue } from '@/lib/rules/yaml-reader';
import type { Command } from './command';
import { readOptions, usageError } from './options';
import { expandPattern } from './rule-paths';

const maxFileBytes = 16 * 1_048_576;
const maxShownDifferences = 200;

const checkUsage = 'rules check FILE...';

export const checkRulesCommand: Command = {
  usage: checkUsage,
  summary: 'Checks Prometheus rule files: fields, expressions, names, templates. Needs no server and no database.',
  async run(args) {
    const files = filesOf(args, checkUsage);
    const reports = await inOrder(files, checkFile);
    return summarise(reports, (failed) => `${countOf(files.length, 'file')} checked, ${failed === 0 ? 'all are valid' : `${failed} FAILED`}.`);
  },
};

const testUsage = 'rules test FILE...';

export const testRulesCommand: Command = {
  usage: testUsage,
  summary: "Runs promtool's unit-test files for rules and prints each difference. Needs no server and no database.",
  async run(args) {
    const files = filesOf(args, testUsage);
    const reports = await inOrder(files, testFile);
    const tests = reports.reduce((sum, { tests: count }) => sum + count, 0);
    return summarise(reports, (failed) => `${countOf(files.length, 'file')} with ${countOf(tests, 'test')} run, ${failed === 0 ? 'all passed' : `${failed} FAILED`}.`);
  },
};

interface Report {
  heading: string;
  /** Empty when nothing is wrong. */
  faults: readonly string[];
  warnings: readonly string[];
  success: string;
  tests: number;
}

function filesOf(args: string[], usage: string): string[] {
  const { positionals } = readOptions(args, usage, { options: {} });
  if (positionals.length === 0) throw usageError('Name at least one file.', usage);
  return positionals;
}

async function checkFile(file: string): Promise<Report> {
  const heading = `Checking ${file}`;
  try {
    const { groups, issues } = await loadRules(file);
    const repeated = duplicateRules(groups).map(({ name, labels }) => `  WARNING: the rule ${name} is there twice${labels === '' ? '' : ` with ${labels.replaceAll('\n', ', ')}`}`);
    const count = groups.reduce((sum, group) => sum + group.rules.length, 0);
    return { heading, faults: describeIssues(file, issues), warnings: repeated, success: `: ${countOf(count, 'rule')} found`, tests: 0 };
  } catch (error) {
    return { heading, faults: [describeError(file, error)], warnings: [], success: '', tests: 0 };
  }
}

async function testFile(file: string): Promise<Report> {
  const report = { heading: `Unit Testing:  ${file}`, warnings: [] as string[], success: '', tests: 0 };
  try {
    const parsed = parseTestFile(await readText(file));
    if (parsed.issues.length > 0) return { ...report, faults: describeIssues(file, parsed.issues) };
    const { groups, faults } = await loadRuleFiles(file, parsed.ruleFiles, report.warnings);
    if (faults.length > 0) return { ...report, faults };
    const differences: string[] = [];
    for (const group of parsed.groups) {
      differences.push(...(await runTestGroup(group, parsed, groups)));
      report.tests += group.alertTests.length + group.exprTests.length;
    }
    return { ...report, faults: differences };
  } catch (error) {
    return { ...report, faults: [describeError(file, error)] };
  }
}

async function loadRuleFiles(testFileName: string, patterns: readonly string[], warnings: string[]): Promise<{ groups: RuleGroup[]; faults: string[] }> {
  const groups: RuleGroup[] = [];
  const faults: string[] = [];
  for (const pattern of patterns) {
    const resolved = path.isAbsolute(pattern) ? pattern : path.join(path.dirname(testFileName), pattern);
    const matches = await expandPattern(resolved);
    if (matches.length === 0) warnings.push(`  WARNING: no file match pattern ${resolved}`);
    for (const file of matches) {
      const loaded = await loadRules(file);
      faults.push(...describeIssues(file, loaded.issues));
      groups.push(...loaded.groups);
    }
  }
  return { groups, faults };
}

async function loadRules(file: string): Promise<RuleFile> {
  return parseRuleFile(await readText(file));
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  if (bytes.length > maxFileBytes) throw new RangeError(`The file has ${bytes.length} bytes; at most ${maxFileBytes} are read.`);
  return bytes.toString('utf8');
}

function describeIssues(file: string, issues: readonly FileIssue[]): string[] {
  return issues.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

function describeError(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return `${file}: there is no such file.`;
  if (code === 'EISDIR') return `${file}: this is a directory.`;
  return `${file}: ${messageOf(error)}`;
}

function summarise(reports: readonly Report[], total: (failed: number) => string): string {
  const failed = reports.filter(({ faults }) => faults.length > 0).length;
  if (failed > 0) process.exitCode = 1;
  return [...reports.map(describeReport), total(failed)].join('\n');
}

function describeReport({ heading, faults, warnings, success }: Report): string {
  const shown = faults.slice(0, maxShownDifferences);
  if (faults.length > shown.length) shown.push(`    and ${faults.length - shown.length} more`);
  const verdict = faults.length === 0 ? [`  SUCCESS${success}`] : ['  FAILED:', shown.join('\n')];
  return [heading, ...warnings, ...verdict, ''].join('\n');
}

async function inOrder<T>(files: readonly string[], run: (file: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const file of files) results.push(await run(file));
  return results;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
