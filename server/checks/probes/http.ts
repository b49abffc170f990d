import type { HttpSecrets, HttpSettings } from '@/lib/checks/kinds/http';
import type { ProbeResult } from '@/lib/checks/schemas';
import { type Handshake, judgeCertificate, valuesOfHandshake } from './certificate';
import { type Attempt, attemptOf, type Connection, connectTo } from './connect';
import { secure } from './handshake';
import { exchangeHttp2 } from './http2-exchange';
import { exchangeHttp1, type HttpAnswer, type HttpRequest } from './http-exchange';
import { evidenceOfAnswer, redactor } from './http-evidence';
import { faultsOf, statusText } from './http-judge';
import { firstRequest, isRedirect, type PlannedRequest, redirectedRequest, secretTexts, shownUrl } from './http-request';
import { createPhaseClock } from './phases';
import { type Probe, ProbeFailure } from './probe';
import { failedResult, noEvidence } from './result';

/** What was seen on the way, also when it ends early. */
interface Trace {
  redirects: string[];
  connection: Connection | null;
  handshake: Handshake | null;
  warning: string | null;
  answer: HttpAnswer | null;
}

interface Visit {
  secrets: HttpSecrets;
  attempt: Attempt;
  settings: HttpSettings;
  nowMs: number;
  trace: Trace;
}

const maxRedirects = 10;

/**
 * Makes one request with its redirects, each over a connection of its own, so that every phase is measured. Certificates are judged before anything is
 * sent; what is secret goes to the origin of the check only.
 */
export const httpProbe: Probe<HttpSettings, HttpSecrets> = {
  kind: 'http',
  async run({ settings, secrets, nowMs, ...input }) {
    const phases = createPhaseClock();
    const trace: Trace = { redirects: [], connection: null, handshake: null, warning: null, answer: null };
    const visit: Visit = { attempt: attemptOf(input, phases), settings, secrets, nowMs, trace };
    const redact = redactor(secretTexts(settings, secrets));
    const found = (): Pick<ProbeResult, 'durationMs' | 'values' | 'evidence'> => ({
      durationMs: phases.totalMs(), values: valuesOf(trace),
      evidence: {
        ...noEvidence(), ...evidenceOfAnswer(trace.answer, redact), address: trace.connection?.address ?? null,
        redirects: trace.redirects.map(redact), certificate: trace.handshake?.certificate ?? null, phasesMs: phases.phasesMs(),
      },
    });
    try {
      const answer = await follow(visit, firstRequest(settings, secrets));
      const faults = faultsOf(settings, answer, phases.totalMs());
      if (faults.length > 0) return failedResult(redact(faults.join(' ')), found());
      const message = `${statusText(answer.status)} in ${Math.round(phases.totalMs())} ms.${trace.warning === null ? '' : ` ${trace.warning}`}`;
      return { success: true, message, isNetworkError: false, ...found() };
    } catch (error) {
      if (!(error instanceof ProbeFailure)) throw error;
      return failedResult(redact(error.message), { isNetworkError: error.isNetworkError, ...found() });
    }
  },
};

async function follow(visit: Visit, first: PlannedRequest): Promise<HttpAnswer> {
  const { trace, settings } = visit;
  let request = first;
  for (;;) {
    const isHome = request.url.origin === first.url.origin;
    const { confidential, headers, ...rest } = request;
    trace.answer = null;
    trace.answer = await exchange(visit, { ...rest, headers: isHome ? { ...headers, ...confidential } : headers }, isHome);
    const next = settings.followRedirects ? redirectedRequest(request, trace.answer) : null;
    if (next === null) return trace.answer;
    if (trace.redirects.length === maxRedirects) throw new ProbeFailure(`${first.url.host} redirects more than ${maxRedirects} times.`, false);
    trace.redirects.push(shownUrl(next.url));
    request = next;
  }
}

async function exchange({ attempt, settings, secrets, nowMs, trace }: Visit, request: HttpRequest, isHome: boolean): Promise<HttpAnswer> {
  const { url, method } = request;
  const isTls = url.protocol === 'https:';
  const place = { host: url.hostname, port: Number(url.port) || (isTls ? 443 : 80) };
  const wantsBody = (status: number, headers: HttpAnswer['headers']) => method !== 'HEAD' && status !== 204 && status !== 304 && !(settings.followRedirects && isRedirect(status, headers));
  const connection = await connectTo(attempt, { ...place, ipVersion: settings.ipVersion });
  trace.connection = connection;
  try {
    if (!isTls) return await (settings.httpVersion === '2' ? exchangeHttp2 : exchangeHttp1)(attempt, connection.socket, request, wantsBody);
    const protocols = { auto: ['h2', 'http/1.1'], '1.1': ['http/1.1'], '2': ['h2'] }[settings.httpVersion];
    const { socket, handshake, protocol } = await secure(attempt, connection, { ...place, serverName: isHome ? settings.serverName : null, ca: settings.ca, protocols, identity: isHome ? secrets : {} });
    trace.handshake = handshake;
    const { failure, warning } = judgeCertificate(handshake, settings, nowMs);
    if (failure !== null) throw new ProbeFailure(failure, false);
    trace.warning ??= warning;
    if (settings.httpVersion === '2' && protocol !== 'h2') throw new ProbeFailure(`${url.host} does not speak HTTP/2.`, false);
    return await (protocol === 'h2' ? exchangeHttp2 : exchangeHttp1)(attempt, socket, request, wantsBody);
  } finally {
    connection.socket.destroy();
  }
}

function valuesOf({ answer, redirects, connection, handshake }: Trace): ProbeResult['values'] {
  const value = (name: string, number: number) => ({ name, labels: {}, value: number });
  const length = Number(answer?.headers['content-length'] ?? Number.NaN);
  return [
    value('probe_http_status_code', answer?.status ?? 0),
    value('probe_http_redirects', redirects.length),
    value('probe_http_ssl', handshake === null ? 0 : 1),
    ...(answer === null ? [] : [value('probe_http_version', Number(answer.version)), value('probe_http_content_length', Number.isSafeInteger(length) ? length : -1)]),
    ...(answer?.body ? [value('probe_http_uncompressed_body_length', answer.body.bytes.length)] : []),
    ...(connection === null ? [] : [value('probe_ip_protocol', connection.family)]),
    ...(handshake === null ? [] : valuesOfHandshake(handshake)),
  ];
}
