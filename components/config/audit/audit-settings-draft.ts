import type { z } from 'zod';
import type { readAuditSettings, updateAuditSettings } from '@/lib/audit/api';
import type { AuditSettings } from '@/lib/settings/audit-settings';

type Answer = z.output<(typeof readAuditSettings)['response']>;
type Body = z.input<NonNullable<(typeof updateAuditSettings)['body']>>;

/** What is typed. A secret that is empty stays as it is. */
export interface AuditDraft {
  /** Days; empty: for ever. */
  retentionDays: string;
  kind: 'none' | 'syslog' | 'webhook';
  protocol: 'udp' | 'tcp' | 'tls';
  host: string;
  port: string;
  url: string;
  ca: string;
  signingSecret: string;
  authorization: string;
  hasSigningSecret: boolean;
  hasAuthorization: boolean;
  removesSigningSecret: boolean;
  removesAuthorization: boolean;
}

export function draftOf({ settings: { retentionDays, stream }, hasSigningSecret, hasAuthorization }: Answer): AuditDraft {
  const syslog = stream?.kind === 'syslog' ? stream : null;
  return {
    retentionDays: retentionDays === null ? '' : String(retentionDays), kind: stream?.kind ?? 'none', protocol: syslog?.protocol ?? 'tls', host: syslog?.host ?? '', port: String(syslog?.port ?? 6514),
    url: stream?.kind === 'webhook' ? stream.url : '', ca: stream?.ca ?? '', signingSecret: '', authorization: '', hasSigningSecret, hasAuthorization, removesSigningSecret: false, removesAuthorization: false,
  };
}

export function bodyOf(version: number, draft: AuditDraft): Body {
  const secret = (typed: string, removes: boolean) => (removes ? null : typed === '' ? undefined : typed);
  return {
    version, settings: settingsOf(draft),
    ...(draft.kind === 'webhook' ? { signingSecret: secret(draft.signingSecret, draft.removesSigningSecret), authorization: secret(draft.authorization, draft.removesAuthorization) } : {}),
  };
}

export function settingsOf(draft: AuditDraft): AuditSettings {
  return { retentionDays: draft.retentionDays.trim() === '' ? null : Number(draft.retentionDays), stream: streamOf(draft) };
}

function streamOf({ kind, protocol, host, port, url, ca }: AuditDraft): AuditSettings['stream'] {
  const authority = ca.trim() === '' ? null : ca.trim();
  if (kind === 'syslog') return { kind, protocol, host: host.trim(), port: Number(port), ca: protocol === 'tls' ? authority : null };
  return kind === 'webhook' ? { kind, url: url.trim(), ca: authority } : null;
}

/** Where two sides differ, in words. */
export function auditSettingsDifferences(mine: AuditDraft, theirs: AuditDraft): { name: string; mine: string; theirs: string }[] {
  const pairs = [
    { name: 'Kept for', mine: keptWords(mine.retentionDays), theirs: keptWords(theirs.retentionDays) },
    { name: 'Streamed to', mine: streamWords(mine), theirs: streamWords(theirs) },
    { name: 'Authority', mine: mine.ca.trim() || 'the public ones', theirs: theirs.ca.trim() || 'the public ones' },
  ];
  return pairs.filter((pair) => pair.mine !== pair.theirs);
}

export function keptWords(retentionDays: string): string {
  return retentionDays.trim() === '' ? 'for ever' : `${retentionDays.trim()} days`;
}

export function streamWords({ kind, protocol, host, port, url }: AuditDraft): string {
  if (kind === 'syslog') return `syslog ${host}:${port} over ${protocol.toUpperCase()}`;
  return kind === 'webhook' ? `webhook ${url}` : 'nowhere';
}
