import type { Evidence, ProbeResult } from '@/lib/checks/schemas';

const maxMessageChars = 1_000;
const maxTextChars = 8 * 1024;
const maxValues = 50;

export function noEvidence(): Evidence {
  return { status: null, httpVersion: null, headers: {}, body: '', error: null, address: null, redirects: [], certificate: null, answers: [], phasesMs: {} };
}

/** A result without success; its message is its evidence as well, if there is no other. */
export function failedResult(message: string, found: Partial<Pick<ProbeResult, 'durationMs' | 'isNetworkError' | 'values' | 'evidence'>> = {}): ProbeResult {
  const evidence = found.evidence ?? noEvidence();
  return { success: false, durationMs: found.durationMs ?? 0, message, isNetworkError: found.isNetworkError ?? false, values: found.values ?? [], evidence: { ...evidence, error: evidence.error ?? message } };
}

/** A result as it can be kept: texts that PostgreSQL stores, cut where they are long, and numbers that JSON has. */
export function storableResult(result: ProbeResult): ProbeResult {
  const { evidence } = result;
  return {
    ...result,
    message: storable(result.message, maxMessageChars),
    values: result.values.filter(({ value }) => Number.isFinite(value)).slice(0, maxValues),
    evidence: {
      ...evidence,
      headers: Object.fromEntries(Object.entries(evidence.headers).map(([name, value]) => [storable(name, maxTextChars), storable(value, maxTextChars)])),
      body: storable(evidence.body, 1024),
      error: evidence.error === null ? null : storable(evidence.error, maxMessageChars),
      redirects: evidence.redirects.slice(0, 10).map((url) => storable(url, 300)),
      answers: evidence.answers.slice(0, 20).map((answer) => storable(answer, 200)),
      certificate: evidence.certificate && storableCertificate(evidence.certificate),
    },
  };
}

function storableCertificate(certificate: NonNullable<Evidence['certificate']>): NonNullable<Evidence['certificate']> {
  const { subject, issuer, names } = certificate;
  return { ...certificate, subject: storable(subject, 200), issuer: storable(issuer, 200), names: names.slice(0, 50).map((name) => storable(name, 253)) };
}

/** NUL and halves of characters cannot be stored. */
function storable(text: string, maxChars: number): string {
  return text.slice(0, maxChars).replaceAll('\u0000', '\uFFFD').toWellFormed();
}
