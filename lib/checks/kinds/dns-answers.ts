import type { DnsSettings, RecordType } from './dns';

/** What each type calls a host: there, case and a dot at the end mean nothing. */
const named: ReadonlySet<RecordType> = new Set(['CNAME', 'MX', 'NS', 'SRV', 'SOA', 'PTR']);

/**
 * What is wrong with the answers of a name server; null when they are as expected. Records are written as in a zone file (`10 mail.example.com` for MX); of
 * MX and SRV the host alone, of SOA the first name server alone, may be expected as well.
 */
export function wrongAnswers({ type, match, expected }: Pick<DnsSettings, 'type' | 'match' | 'expected'>, answers: readonly string[]): string | null {
  if (answers.length === 0) return `There is no ${type} record.`;
  if (expected.length === 0) return null;
  const found = answers.map((answer) => formsOf(type, answer));
  const wanted = expected.map((each) => normal(type, each));
  const missing = expected.filter((_, index) => !found.some((forms) => forms.includes(wanted[index] ?? '')));
  const surplus = answers.filter((_, index) => !(found[index] ?? []).some((form) => wanted.includes(form)));
  const came = `${listOf(answers)} came`;
  switch (match) {
    case 'any':
      return missing.length === expected.length ? `None of ${listOf(expected)} is among the answers: ${came}.` : null;
    case 'all':
      return missing.length > 0 ? `${listOf(missing)} is missing: ${came}.` : null;
    case 'exactly':
      if (missing.length > 0) return `${listOf(missing)} is missing: ${came}.`;
      return surplus.length > 0 ? `${listOf(surplus)} was not expected.` : null;
  }
}

function formsOf(type: RecordType, answer: string): string[] {
  const whole = normal(type, answer);
  const words = whole.split(' ');
  if (type === 'MX' || type === 'SRV') return [whole, words.at(-1) ?? ''];
  return type === 'SOA' ? [whole, words[0] ?? ''] : [whole];
}

function normal(type: RecordType, text: string): string {
  if (type === 'AAAA') return normalIpv6(text);
  if (!named.has(type)) return text.trim();
  return text.trim().toLowerCase().split(/\s+/).map((word) => word.replace(/(?<=.)\.$/, '')).join(' ');
}

/** In the one way in which URLs write it. */
function normalIpv6(text: string): string {
  const url = `http://[${text.trim()}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : text.trim().toLowerCase();
}

function listOf(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).map((text) => (text.length > 100 ? `${text.slice(0, 100)}...` : text));
  return shown.join(', ') + (texts.length > shown.length ? ` and ${texts.length - shown.length} more` : '');
}
