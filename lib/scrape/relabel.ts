import { AppError } from '@/lib/errors';
import { compilePattern } from '@/lib/metrics/matcher';
import type { RelabelRule } from './relabel-rule';

/** Labels while they are being changed. A label without a value is not in it. */
export type MutableLabels = Map<string, string>;

/**
 * Changes labels in place; false means that they are dropped. Throws AppError `too_large` for a text or for labels that grow beyond bounds.
 * `checkTime` is called between the rules, and throws when they have taken too long.
 */
export type Relabelling = (labels: MutableLabels, checkTime?: () => void) => boolean;
type Step = (labels: MutableLabels) => boolean;

/** Longest text that a rule reads or writes, in characters (UTF-16): rules that repeat `$1$1` double it with each. */
const maxRelabelledLength = 16 * 1024;
/** Most labels that rules make: a labelmap can double them. */
const maxRelabelledLabels = 2_000;

/** The MD5 digest (16 bytes) of a text in UTF-8: what `hashmod` is defined by. */
export type Md5 = (text: string) => Uint8Array;

/**
 * Compiles rules to one function that applies them in order (model/relabel/relabel.go of Prometheus 3). Throws AppError `invalid` for an
 * expression that RE2 refuses.
 */
export function compileRelabelling(rules: readonly RelabelRule[], md5: Md5): Relabelling {
  const steps = rules.map((rule) => compileRule(rule, md5));
  return (labels, checkTime) =>
    steps.every((step, index) => {
      if (index > 0) checkTime?.();
      return step(labels);
    });
}

function compileRule(rule: RelabelRule, md5: Md5): Step {
  const { action, sourceLabels, separator, targetLabel } = rule;
  const pattern = compilePattern(rule.regex);
  const joined = (labels: MutableLabels) => {
    let text = '';
    sourceLabels.forEach((name, index) => (text = bounded(`${text}${index > 0 ? separator : ''}${labels.get(name) ?? ''}`)));
    return text;
  };
  switch (action) {
    case 'replace':
      return compileReplace(rule, pattern, joined);
    case 'keep':
      return (labels) => pattern.matches(joined(labels));
    case 'drop':
      return (labels) => !pattern.matches(joined(labels));
    case 'keepequal':
      return (labels) => (labels.get(targetLabel) ?? '') === joined(labels);
    case 'dropequal':
      return (labels) => (labels.get(targetLabel) ?? '') !== joined(labels);
    case 'hashmod':
      return (labels) => setLabel(labels, targetLabel, hashModulo(md5(joined(labels)), rule.modulus));
    case 'lowercase':
      return (labels) => setLabel(labels, targetLabel, mapCharacters(joined(labels), (each) => each.toLowerCase()));
    case 'uppercase':
      return (labels) => setLabel(labels, targetLabel, mapCharacters(joined(labels), (each) => each.toUpperCase()));
    case 'labelmap':
      return compileLabelMap(rule, pattern);
    case 'labeldrop':
      return (labels) => removeWhere(labels, (name) => pattern.matches(bounded(name)));
    case 'labelkeep':
      return (labels) => removeWhere(labels, (name) => !pattern.matches(bounded(name)));
  }
}

function compileReplace({ targetLabel, replacement }: RelabelRule, pattern: Pattern, joined: (labels: MutableLabels) => string): Step {
  const target = compileTemplate(targetLabel);
  const result = compileTemplate(replacement);
  return (labels) => {
    const groups = groupsOf(pattern, joined(labels));
    if (!groups) return true;
    const name = target(groups);
    return name === '' ? true : setLabel(labels, name, result(groups));
  };
}

function compileLabelMap({ replacement }: RelabelRule, pattern: Pattern): Step {
  const renamed = compileTemplate(replacement);
  return (labels) => {
    for (const [name, value] of [...labels]) {
      const groups = groupsOf(pattern, bounded(name));
      const target = groups && renamed(groups);
      if (target) setLabel(labels, target, value);
    }
    return true;
  };
}

type Pattern = ReturnType<typeof compilePattern>;
/** The text of a group by number or name; empty where there is none. */
type Groups = (reference: string) => string;

function groupsOf(pattern: Pattern, value: string): Groups | null {
  const matcher = pattern.matcher(value);
  if (!matcher.matches()) return null;
  const names = pattern.namedGroups();
  return (reference) => {
    const index = /^\d+$/.test(reference) ? Number(reference) : names[reference];
    return index === undefined || index > matcher.groupCount() ? '' : (matcher.group(index) ?? '');
  };
}

/** A template of Go's regexp.Expand: `$1`, `${1}`, `${name}` and `$$`; `$1x` is the group named `1x`. A lone `$` stays as it is. */
function compileTemplate(template: string): (groups: Groups) => string {
  const parts: (string | { reference: string })[] = [];
  const reference = /\$(?:\$|\{(\w+)\}|(\w+))/g;
  let end = 0;
  for (const found of template.matchAll(reference)) {
    parts.push(template.slice(end, found.index));
    const name = found[1] ?? found[2];
    parts.push(name === undefined ? '$' : { reference: name });
    end = found.index + found[0].length;
  }
  parts.push(template.slice(end));
  if (parts.every((part) => typeof part === 'string')) return () => parts.join('');
  return (groups) => {
    let text = '';
    for (const part of parts) text = bounded(text + (typeof part === 'string' ? part : groups(part.reference)));
    return text;
  };
}

function bounded(text: string): string {
  if (text.length > maxRelabelledLength) throw new AppError('too_large', `A label grows beyond ${maxRelabelledLength} characters while it is relabelled.`);
  return text;
}

function setLabel(labels: MutableLabels, name: string, value: string): true {
  if (value === '') labels.delete(name);
  else labels.set(name, value);
  if (labels.size > maxRelabelledLabels) throw new AppError('too_large', `Relabelling makes more than ${maxRelabelledLabels} labels.`);
  return true;
}

/** Go maps each code point to one code point: `ß` stays, where JavaScript writes `SS`. */
function mapCharacters(text: string, change: (character: string) => string): string {
  return Array.from(text, (character) => (Array.from(change(character)).length === 1 ? change(character) : character)).join('');
}

function removeWhere(labels: MutableLabels, isRemoved: (name: string) => boolean): true {
  for (const name of [...labels.keys()]) if (isRemoved(name)) labels.delete(name);
  return true;
}

/** Only the last 8 bytes of the digest count, the most significant first. */
function hashModulo(digest: Uint8Array, modulus: number): string {
  let hash = 0n;
  for (const byte of digest.subarray(8)) hash = (hash << 8n) | BigInt(byte);
  return String(hash % BigInt(modulus));
}
