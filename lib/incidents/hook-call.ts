import { z } from 'zod';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { AppError } from '@/lib/errors';
import { incidentLimits, type IncidentSeverity } from './schemas';

/** What a call of a hook says of an incident. */
export interface HookCall {
  title: string;
  /** A key of the settings; null: that of the hook. */
  severity: string | null;
  summary: string;
  /** Names of services. */
  services: string[];
  /** Calls with the same key within a day are one incident; null: each is one. */
  key: string | null;
  /** Whether it came from a chat, which wants to be answered in its own form. */
  isSlashCommand: boolean;
}

const formType = 'application/x-www-form-urlencoded';
const storable = (most: number) => z.string().max(most).refine(isStorable, notStorable);
const fields = {
  title: storable(200).trim().min(1, 'Say in a few words what is broken.'),
  severity: storable(60).trim().optional(),
  summary: storable(incidentLimits.comment).default(''),
  key: storable(200).min(1).optional(),
};
const JsonCall = z.strictObject({ ...fields, services: z.array(storable(200)).max(incidentLimits.services).default([]) });
/** Forms of programs; fields that are not known are left alone, for chats send many. */
const FormCall = z.object({ ...fields, services: storable(4_000).default('').transform((text) => text.split(',').map((name) => name.trim()).filter((name) => name !== '')) });
/** What Slack (api.slack.com/interactivity/slash-commands) and Mattermost send for a slash command. */
const SlashCall = z.object({ text: storable(4_000), command: storable(100).default(''), user_name: storable(100).default(''), channel_name: storable(100).default(''), trigger_id: storable(200).default('') });

/**
 * Reads a call of a hook: JSON or a form `{title, severity?, summary?, services?, key?}`, or the form of a slash command, whose text is like `sev1 Checkout is down`. Severities may be
 * given by their key or their name. Throws AppError `invalid` with what to change.
 */
export function parseHookCall({ contentType, text }: { contentType: string | null; text: string }, severities: readonly Pick<IncidentSeverity, 'key' | 'name'>[]): HookCall {
  const type = typeOf(contentType);
  if (type === formType) return ofForm(Object.fromEntries(new URLSearchParams(text)), severities);
  if (type !== 'application/json') throw invalid('', `Send Content-Type: application/json, or application/x-www-form-urlencoded as slash commands do, not ${type || 'none'}.`);
  return ofFields(parsed(JsonCall, jsonOf(text)), severities);
}

/** Whether a call is that of a slash command: a chat shows its people only answers of its own form. */
export function isSlashCommand({ contentType, text }: { contentType: string | null; text: string }): boolean {
  if (typeOf(contentType) !== formType) return false;
  const form = new URLSearchParams(text);
  return form.has('text') && !form.has('title');
}

function typeOf(contentType: string | null): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
}

function ofForm(form: Record<string, string>, severities: readonly Pick<IncidentSeverity, 'key' | 'name'>[]): HookCall {
  if (form.title !== undefined || form.text === undefined) return ofFields(parsed(FormCall, form), severities);
  const { text, command, user_name: user, channel_name: channel, trigger_id: trigger } = parsed(SlashCall, form);
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const severity = severityOf(first, severities);
  const title = severity === null ? text.trim().replace(/\s+/g, ' ') : rest.join(' ');
  if (title === '') throw invalid('text', `Say what is broken, like: ${command || '/incident'} ${severities[0]?.key ?? 'sev1'} Checkout is down`);
  if (title.length > 200) throw invalid('text', 'Say it in at most 200 characters. The rest belongs into the timeline of the incident.');
  const from = [command && `by ${command}`, user && `of ${user}`, channel && `in ${channel}`].filter(Boolean).join(' ');
  return { title, severity, summary: from === '' ? '' : `Declared ${plainText(from)}.`, services: [], key: trigger === '' ? null : `trigger:${trigger}`, isSlashCommand: true };
}

function ofFields({ title, severity, summary, services, key }: z.output<typeof JsonCall>, severities: readonly Pick<IncidentSeverity, 'key' | 'name'>[]): HookCall {
  const found = severity === undefined || severity === '' ? null : severityOf(severity, severities);
  if (severity && found === null) throw invalid('severity', `There is no severity ${JSON.stringify(severity)}, only ${severities.map((each) => each.key).join(', ')}.`);
  return { title, severity: found, summary, services: [...new Set(services)], key: key ?? null, isSlashCommand: false };
}

function severityOf(word: string, severities: readonly Pick<IncidentSeverity, 'key' | 'name'>[]): string | null {
  const sought = word.replace(/:$/, '').toLowerCase();
  return severities.find(({ key, name }) => key === sought || name.toLowerCase() === sought)?.key ?? null;
}

/** Names from a chat are no Markdown. */
function plainText(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~&]/g, String.raw`\$&`).replace(/\s+/g, ' ');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('', 'The body is not valid JSON.');
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const found = schema.safeParse(value);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw invalid(issue?.path.map(String).join('.') ?? '', issue?.message ?? 'not valid');
}

function invalid(path: string, message: string): AppError {
  const full = path === '' ? 'body' : `body.${path}`;
  return new AppError('invalid', `${full}: ${message}`, { issues: [{ path: full, message }] });
}
