import type { TlsSecrets, TlsSettings } from '@/lib/checks/kinds/tls';
import { judgeCertificate } from './certificate';
import { connectTo } from './connect';
import { resultOf } from './findings';
import { secure } from './handshake';
import type { Probe } from './probe';

const dayMs = 86_400_000;

/** Shakes hands and looks at the certificates. */
export const tlsProbe: Probe<TlsSettings, TlsSecrets> = {
  kind: 'tls',
  run: (input) => resultOf(input, async (attempt, findings) => {
    const { settings, secrets, nowMs } = input;
    const connection = await connectTo(attempt, settings);
    try {
      findings.address = connection.address;
      findings.values = [{ name: 'probe_ip_protocol', labels: {}, value: connection.family }];
      const { handshake } = await secure(attempt, connection, { ...settings, identity: secrets });
      findings.handshake = handshake;
      findings.answers = [handshake.version, handshake.cipher, `a chain of ${handshake.chainLength}`];
      const { failure, warning } = judgeCertificate(handshake, settings, nowMs);
      if (failure !== null) return { success: false, message: failure };
      const left = Math.floor((handshake.earliestEndMs - nowMs) / dayMs);
      return { success: true, message: warning ?? `The certificate of ${handshake.certificate.subject} is good for ${left} days.` };
    } finally {
      connection.socket.destroy();
    }
  }),
};
