import { z } from 'zod';
import { isAppError } from '@/lib/errors';
import { compilePattern, maxPatternLength } from '@/lib/metrics/matcher';
import { scrapeLimits } from './limits';

const relabelActions = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;
type RelabelAction = (typeof relabelActions)[number];

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
/** A label name that may hold references to groups of the expression. */
const labelTemplate = /^(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))(?:\w|\$(?:\{\w+\}|\w+))*$/;
const text = z.string().max(scrapeLimits.textLength).refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'Valid UTF-8 without NUL.');

const defaults = { separator: ';', regex: '(.*)', replacement: '$1' } as const;

/** One step of relabelling, with the fields and defaults of `relabel_config` (https://prometheus.io/docs/prometheus/latest/configuration/configuration/). */
export const RelabelRule = z
  .strictObject({
    action: z.enum(relabelActions).default('replace'),
    sourceLabels: z.array(text.min(1)).max(scrapeLimits.sourceLabels).default([]),
    separator: text.default(defaults.separator),
    regex: z.string().max(maxPatternLength).default(defaults.regex),
    modulus: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    targetLabel: text.default(''),
    replacement: text.default(defaults.replacement),
  })
  .superRefine((rule, context) => {
    for (const [field, message] of faultsOf(rule)) context.addIssue({ code: 'custom', path: [field], message });
  });
export type RelabelRule = z.infer<typeof RelabelRule>;

type Fault = readonly [field: keyof RelabelRule, message: string];

function faultsOf(rule: RelabelRule): Fault[] {
  const faults: Fault[] = [];
  try {
    compilePattern(rule.regex);
  } catch (error) {
    faults.push(['regex', isAppError(error) ? error.message : 'The regular expression is not valid.']);
  }
  const target = targetFault(rule);
  if (target) faults.push(['targetLabel', target]);
  if (rule.action === 'hashmod' && rule.modulus === 0) faults.push(['modulus', 'The action hashmod needs a modulus above 0.']);
  if (rule.action === 'labelmap' && !labelTemplate.test(rule.replacement)) {
    faults.push(['replacement', `${JSON.stringify(rule.replacement)} makes no label name.`]);
  }
  return [...faults, ...surplusOf(rule)];
}

const needsTarget: readonly RelabelAction[] = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'];

function targetFault({ action, targetLabel }: RelabelRule): string | null {
  if (!needsTarget.includes(action)) return null;
  if (targetLabel === '') return `The action ${action} needs a target label.`;
  const isValid = action === 'replace' && targetLabel.includes('$') ? labelTemplate.test(targetLabel) : labelName.test(targetLabel);
  return isValid ? null : `${JSON.stringify(targetLabel)} is no label name.`;
}

/** Fields that an action does not read are refused, as Prometheus does: they are a sign of another intent. */
function surplusOf(rule: RelabelRule): Fault[] {
  const { action } = rule;
  const isSet = {
    sourceLabels: rule.sourceLabels.length > 0,
    separator: rule.separator !== defaults.separator,
    regex: rule.regex !== defaults.regex,
    modulus: rule.modulus !== 0,
    targetLabel: rule.targetLabel !== '',
    replacement: rule.replacement !== defaults.replacement,
  };
  const unread: (keyof typeof isSet)[] =
    action === 'keepequal' || action === 'dropequal'
      ? ['separator', 'regex', 'modulus', 'replacement']
      : action === 'labeldrop' || action === 'labelkeep'
        ? ['sourceLabels', 'separator', 'modulus', 'targetLabel', 'replacement']
        : action === 'lowercase' || action === 'uppercase'
          ? ['replacement']
          : [];
  return unread.filter((field) => isSet[field]).map((field) => [field, `The action ${action} does not use this field; leave it out.`] as const);
}
