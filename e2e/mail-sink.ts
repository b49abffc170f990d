import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

interface SunkMail {
  to: string[];
  subject: string;
  /** Headers and body as they were sent, with soft line breaks of quoted-printable undone. */
  text: string;
}

export interface MailSink {
  readonly port: number;
  mailsTo(address: string): SunkMail[];
  close(): Promise<void>;
}

/** An SMTP server that takes every mail and keeps it. */
export async function startMailSink(): Promise<MailSink> {
  const mails: SunkMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8').replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), subject: /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(text)?.[1]?.replace(/\r\n[ \t]/g, ' ') ?? '', text });
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => (listening.listening ? resolve() : listening.once('listening', resolve)));
  return {
    port: (listening.address() as AddressInfo).port,
    mailsTo: (address) => mails.filter(({ to }) => to.includes(address)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
