import { isAsWanted, type PromqlSettings } from '@/lib/checks/kinds/promql';
import { AppError, isAppError } from '@/lib/errors';
import { describeLabelSet } from '@/lib/metrics/labels';
import type { QueryAnswer } from '@/lib/metrics/metric-store';
import { isPromqlError } from '@/lib/promql/error';
import { resultOf } from './findings';
import { type Probe, ProbeFailure, type ProbeInput } from './probe';

/** The part of the timeout that a query may take: what remains is for telling that it took too long. */
const share = 0.95;

/**
 * Evaluates an expression of the tenant's metrics at this moment: something must come of it, and each value must be as wanted.
 * Throws AppError `unavailable` when the store does not answer, or not in time: then nothing is known.
 */
export const promqlProbe: Probe<PromqlSettings> = {
  kind: 'promql',
  run: (input) =>
    resultOf(input, async (_, findings) => {
      const { settings } = input;
      const values = valuesOf(await ask(input));
      const wrong = values.filter(({ value }) => !isAsWanted(value, settings));
      findings.answers = [...wrong, ...values.filter((each) => !wrong.includes(each))].map(({ name, value }) => `${name} ${value}`.trim());
      findings.values = [{ name: 'probe_query_values', labels: {}, value: values.length }];
      const wanted = settings.operator === 'not zero' ? 'not zero' : `${settings.operator} ${settings.value}`;
      if (values.length === 0) return { success: false, message: 'Nothing came of the expression.' };
      if (wrong.length > 0) return { success: false, message: `Expected ${wanted}; ${wrong.length} of ${values.length} ${values.length === 1 ? 'value is' : 'values are'} not: ${findings.answers[0]?.slice(0, 200) ?? ''}` };
      return { success: true, message: values.length === 1 ? `The value is ${values[0]?.value ?? ''}, as expected ${wanted}.` : `All ${values.length} values are ${wanted}.` };
    }),
};

async function ask({ settings, services, nowMs, timeoutMs, signal }: ProbeInput<PromqlSettings>): Promise<QueryAnswer> {
  try {
    return await services.store.query(services.tenant, { expr: settings.expr, timeMs: nowMs, timeoutMs: timeoutMs * share, isCanceled: () => signal.aborted });
  } catch (error) {
    if (isAppError(error)) throw error;
    if (!isPromqlError(error)) throw new AppError('unavailable', 'The metrics could not be asked.', { cause: error });
    if (error.kind === 'timeout' || error.kind === 'canceled') throw new AppError('unavailable', `Nines did not evaluate the expression within ${timeoutMs / 1_000} s.`);
    throw new ProbeFailure(`The expression cannot be evaluated: ${error.message}.`, false);
  }
}

function valuesOf({ result }: QueryAnswer): { name: string; value: number }[] {
  switch (result.type) {
    case 'scalar':
      return [{ name: '', value: result.value }];
    case 'vector':
      return result.series.map(({ labels, value }) => ({ name: describeLabelSet(labels), value }));
    case 'string':
    case 'matrix':
      throw new ProbeFailure(`A ${result.type === 'string' ? 'text' : 'range'} came of the expression; it must be a number or a vector.`, false);
  }
}
