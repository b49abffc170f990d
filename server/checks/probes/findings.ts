import type { ProbeResult } from '@/lib/checks/schemas';
import { redact } from '@/server/alerts/channels/redact';
import { type Handshake, valuesOfHandshake } from './certificate';
import { type Attempt, attemptOf } from './connect';
import { createPhaseClock } from './phases';
import { ProbeFailure, type ProbeInput } from './probe';
import { failedResult, noEvidence } from './result';

const maxAnswers = 20;
const maxAnswerChars = 200;

/** What a probe found so far: it is told even if the probe does not succeed. */
export interface Findings {
  address: string | null;
  handshake: Handshake | null;
  /** Records, rows, values; the first 20 are shown, cut to 200 characters. */
  answers: readonly string[];
  values: ProbeResult['values'];
}

interface Conclusion {
  success: boolean;
  message: string;
}

/** Makes the result of a probe whose work tells its conclusion, or throws ProbeFailure. Other errors are defects of Nines and pass. */
export async function resultOf(input: ProbeInput<unknown>, work: (attempt: Attempt, findings: Findings) => Promise<Conclusion>): Promise<ProbeResult> {
  const phases = createPhaseClock();
  const findings: Findings = { address: null, handshake: null, answers: [], values: [] };
  const told = () => ({
    durationMs: phases.totalMs(),
    values: [...findings.values, ...(findings.handshake ? valuesOfHandshake(findings.handshake) : [])],
    evidence: {
      ...noEvidence(), address: findings.address, certificate: findings.handshake?.certificate ?? null, phasesMs: phases.phasesMs(),
      // Before they are cut: half a secret is not found again.
      answers: findings.answers.slice(0, maxAnswers).map((answer) => redact(answer, Object.values(input.secrets))).map((answer) => (answer.length > maxAnswerChars ? `${answer.slice(0, maxAnswerChars - 3)}...` : answer)),
    },
  });
  try {
    const { success, message } = await work(attemptOf(input, phases), findings);
    return success ? { success, message, isNetworkError: false, ...told() } : failedResult(message, told());
  } catch (error) {
    if (!(error instanceof ProbeFailure)) throw error;
    return failedResult(error.message, { ...told(), isNetworkError: error.isNetworkError });
  }
}
