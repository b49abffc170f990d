import { Refusal, validationCodes } from '@/lib/alertmanager/refusal';
import { parseFilters } from '@/lib/alertmanager/matchers';
import type { StatusFilter } from '@/lib/alertmanager/alerts';
import { compileAlertMatcher, compileMatchers } from '@/lib/alerts/matchers';
import { isAppError } from '@/lib/errors';
import type { LabelSet } from '@/lib/metrics/labels';
import { parametersOf, type Parameters } from '@/lib/prometheus-api/parameters';
import { queryOf } from '@/server/prometheus-api/form-parameters';
import type { WireRequest } from '@/server/http/wire';

export interface AlertQuery extends StatusFilter {
  accepts(labels: LabelSet): boolean;
  /** Null where every receiver will do. */
  isReceiver: ((name: string) => boolean) | null;
}

const words: Readonly<Record<string, boolean>> = { '': true, true: true, false: false, '1': true, '0': false, t: true, f: false, yes: true, no: false };

/** Which alerts are asked for. Throws Refusal for a matcher or an expression that cannot be read. */
export function alertQueryOf(request: WireRequest): AlertQuery {
  const parameters = parametersOf(queryOf(request));
  const receiver = parameters.get('receiver');
  return {
    active: booleanOf(parameters, 'active'),
    silenced: booleanOf(parameters, 'silenced'),
    inhibited: booleanOf(parameters, 'inhibited'),
    accepts: compileMatchers(parseFilters(parameters.all('filter'))),
    isReceiver: receiver === '' ? null : compileReceiver(receiver),
  };
}

function booleanOf(parameters: Parameters, name: string): boolean {
  const text = parameters.get(name);
  const known = words[text.toLowerCase()];
  if (known === undefined) throw Refusal.generated(validationCodes.invalidType, `${name} in query must be of type boolean: ${JSON.stringify(text.slice(0, 100))}`);
  return known;
}

function compileReceiver(value: string): (name: string) => boolean {
  try {
    const accepts = compileAlertMatcher({ operator: '=~', value });
    const known = new Map<string, boolean>();
    return (name) => {
      const is = known.get(name) ?? accepts(name);
      known.set(name, is);
      return is;
    };
  } catch (error) {
    throw isAppError(error) ? Refusal.own(400, `failed to parse receiver param: ${error.message}`) : error;
  }
}
