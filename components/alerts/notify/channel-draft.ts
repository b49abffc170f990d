import type { z } from 'zod';
import type { ChannelDraft as ChannelInput, ChannelKindView, ChannelView } from '@/lib/alerts/channels/schemas';
import type { FieldIssue } from '@/lib/errors';
import { fieldsOf, textOf, type ChannelField } from './channel-fields';

/** A channel as its form holds it. */
export interface ChannelDraft {
  name: string;
  isEnabled: boolean;
  /** By the path of the field; a secret that is empty is not sent. */
  values: Readonly<Record<string, string>>;
  /** Paths of stored secrets that are to be taken away. */
  removed: readonly string[];
}

type Input = z.input<typeof ChannelInput>;

/** An empty form, with a name that no other channel has. */
export function newChannel(kind: ChannelKindView, taken: readonly string[]): ChannelDraft {
  const names = [kind.title, ...Array.from({ length: taken.length + 1 }, (_, index) => `${kind.title} ${index + 2}`)];
  const name = names.find((each) => !taken.includes(each)) ?? kind.title;
  return { name, isEnabled: true, removed: [], values: Object.fromEntries(fieldsOf(kind).map(({ path, initial }) => [path, initial])) };
}

/** A stored channel in the form; its secrets are never shown again. */
export function draftOfChannel(kind: ChannelKindView, { name, isEnabled, settings }: Pick<ChannelView, 'name' | 'isEnabled' | 'settings'>): ChannelDraft {
  const values = fieldsOf(kind).map(({ path, part, name: field, kind: form }): [string, string] => [path, part === 'secrets' ? '' : textOf(form, settings[field])]);
  return { name, isEnabled, removed: [], values: Object.fromEntries(values) };
}

/** What is sent of a draft, or what is to be corrected first; what it means the server checks. */
export function readChannel(kind: ChannelKindView, draft: ChannelDraft, secretsSet: readonly string[]): { input: Input; issues: [] } | { input: null; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const fault = (path: string, message: string) => void issues.push({ path, message });
  const input = { name: draft.name.trim(), kind: kind.kind, isEnabled: draft.isEnabled, settings: {} as Record<string, unknown>, secrets: {} as Record<string, string | null> };
  if (input.name === '') fault('name', 'Give the channel a name.');
  for (const field of fieldsOf(kind)) {
    const text = (draft.values[field.path] ?? '').trim();
    if (field.part === 'settings') {
      const value = settingOf(field, text, fault);
      if (value !== undefined) input.settings[field.name] = value;
    } else if (text !== '') {
      input.secrets[field.name] = text;
    } else if (draft.removed.includes(field.path)) {
      input.secrets[field.name] = null;
      if (field.isRequired) fault(field.path, 'It cannot do without.');
    } else if (field.isRequired && !secretsSet.includes(field.name)) {
      fault(field.path, 'Fill this in.');
    }
  }
  return issues.length > 0 ? { input: null, issues } : { input, issues: [] };
}

type Fault = (path: string, message: string) => void;

/** Undefined where the default of the kind applies. */
function settingOf({ path, kind, isRequired, isNullable }: ChannelField, text: string, fault: Fault): unknown {
  if (text === '' && isRequired) return fault(path, 'Fill this in.');
  if (kind === 'lines') return text.split(/[\n,]+/).map((line) => line.trim()).filter(Boolean);
  if (kind === 'pairs') return pairsOf(text, (message) => fault(path, message));
  if (kind === 'check') return text === 'true';
  if (text === '') return isNullable ? null : undefined;
  if (kind !== 'number') return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return fault(path, 'Write a number.');
  return number;
}

function pairsOf(text: string, fault: (message: string) => void): { name: string; value: string }[] {
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const at = line.indexOf(':');
    if (at < 1) fault(`Write ${JSON.stringify(line.trim())} as Name: value.`);
    return { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
  });
}
