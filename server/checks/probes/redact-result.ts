import type { ProbeResult } from '@/lib/checks/schemas';
import { redact } from '@/server/alerts/channels/redact';

/** A result without the secrets of its check, which a target may repeat: in what is said, and in all that is kept as evidence. */
export function redactResult(result: ProbeResult, secrets: Readonly<Record<string, string | undefined>>): ProbeResult {
  const texts = Object.values(secrets);
  const clean = (text: string) => redact(text, texts);
  const { evidence } = result;
  return {
    ...result,
    message: clean(result.message),
    evidence: {
      ...evidence,
      headers: Object.fromEntries(Object.entries(evidence.headers).map(([name, value]) => [name, clean(value)])),
      body: clean(evidence.body),
      error: evidence.error === null ? null : clean(evidence.error),
      redirects: evidence.redirects.map(clean),
      answers: evidence.answers.map(clean),
    },
  };
}
