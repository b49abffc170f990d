import type { FieldIssue } from '@/lib/errors';
import { StatusPageInput, type StatusComponent, type StatusPageView } from '@/lib/status-pages/schemas';

export interface ComponentDraft extends Omit<StatusComponent, 'id'> {
  /** Null before it is saved. */
  id: string | null;
  /** Stays the same while it is moved. */
  key: string;
}

/** The page as it is typed: what may be left out is an empty text. */
export interface StatusPageDraft {
  isOn: boolean;
  slug: string;
  host: string;
  emailChannelId: string;
  settings: Omit<StatusPageInput['settings'], 'supportUrl' | 'historyDays'> & { supportUrl: string; historyDays: string };
  components: readonly ComponentDraft[];
}

export function draftOfPage({ isOn, slug, host, emailChannelId, settings, components }: StatusPageView): StatusPageDraft {
  return {
    isOn, slug, host: host ?? '', emailChannelId: emailChannelId ?? '', settings: { ...settings, supportUrl: settings.supportUrl ?? '', historyDays: String(settings.historyDays) },
    components: components.map((component) => ({ ...component, key: component.id })),
  };
}

/** What is to be sent, or what is wrong with it. */
export function readPageDraft({ host, emailChannelId, settings, components, ...rest }: StatusPageDraft): { input: StatusPageInput | null; issues: FieldIssue[] } {
  const read = StatusPageInput.safeParse({
    ...rest,
    slug: rest.slug.trim(),
    host: host.trim() === '' ? null : host.trim().toLowerCase(),
    emailChannelId: emailChannelId === '' ? null : emailChannelId,
    settings: { ...settings, supportUrl: settings.supportUrl.trim() === '' ? null : settings.supportUrl.trim(), historyDays: settings.historyDays.trim() === '' ? NaN : Number(settings.historyDays) },
    components: components.map(({ id, name, group, description, serviceIds, hasBars }) => ({ id, name, group, description, serviceIds, hasBars })),
  });
  return read.success ? { input: read.data, issues: [] } : { input: null, issues: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
}

/** A component of a service, by the name that is known of it: to be given one that the public understands. */
export function componentOfService({ id, name }: { id: string; name: string }, key: string): ComponentDraft {
  return { ...emptyComponent(key), name: name.slice(0, 100), serviceIds: [id] };
}

export function emptyComponent(key: string): ComponentDraft {
  return { id: null, key, name: '', group: '', description: '', serviceIds: [], hasBars: true };
}

/** The list with one of it moved by one place; as it is where there is no place. */
export function moved<T>(list: readonly T[], index: number, by: 1 | -1): T[] {
  const next = [...list];
  const [one, other] = [next[index], next[index + by]];
  if (one === undefined || other === undefined) return next;
  next[index] = other;
  next[index + by] = one;
  return next;
}
