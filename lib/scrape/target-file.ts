import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { scrapeLimits } from './limits';
import { TargetGroup } from './schemas';

const TargetFile = z.array(TargetGroup).max(scrapeLimits.staticGroups);

/**
 * The target groups of a file (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config), JSON or YAML.
 * Throws AppError `invalid`. Its message tells where and what, and never repeats the file.
 */
export function parseTargetFile(text: string, format: 'json' | 'yaml'): TargetGroup[] {
  const parsed = TargetFile.safeParse((format === 'json' ? parseJson(text) : parseYaml(text)) ?? []);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.slice(0, 3).map((part) => (typeof part === 'number' || part === 'targets' || part === 'labels' ? String(part) : '...'));
  throw new AppError('invalid', `The file is no list of target groups ({"targets": ["host:port"], "labels": {"name": "value"}})${where?.length ? `: look at ${where.join('.')}` : ''}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid', 'The file is not valid JSON.');
  }
}

function parseYaml(text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const fault = document.errors[0];
  if (fault) throw new AppError('invalid', `The file is not valid YAML (line ${lines.linePos(fault.pos[0]).line}).`);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new AppError('invalid', 'The file is not valid YAML: it repeats itself by too many aliases.');
  }
}
