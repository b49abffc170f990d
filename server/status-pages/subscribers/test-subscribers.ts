import type { AddressInfo, Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { StatusPageSettings } from '@/lib/status-pages/schemas';
import type { TenantRef } from '@/lib/tenants';
import { sealSecrets } from '@/server/alerts/channels/stored-channel';
import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import type { ListedPage } from '@/server/status-pages/page-list';

interface ArrivedMail {
  to: string[];
  /** As it was sent, with folded headers joined and the soft line ends of quoted-printable taken out. */
  text: string;
}

export interface MailSink {
  port: number;
  mails: ArrivedMail[];
  /** What the server says of a mail that has arrived: null takes it, a number refuses it; while it does not resolve, no answer comes. */
  verdict: (mail: ArrivedMail) => Promise<number | null>;
  close(): Promise<void>;
}

/** A real SMTP server that keeps what it is sent. */
export async function startMailSink(): Promise<MailSink> {
  const sink: MailSink = { port: 0, mails: [], verdict: () => Promise.resolve(null), close: () => new Promise((resolve) => server.close(() => resolve())) };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'], authOptional: true, closeTimeout: 100,
    onData: (stream, session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        const mail = { to: session.envelope.rcptTo.map(({ address }) => address), text: text.replace(/=\r\n/g, '').replace(/=3D/g, '=').replace(/\r\n[ \t]+/g, ' ') };
        sink.mails.push(mail);
        void sink.verdict(mail).then((status) => done(status === null ? null : Object.assign(new Error('not now'), { responseCode: status })));
      });
    },
  });
  server.on('error', () => undefined);
  const listening: Server = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => (listening.listening ? resolve() : listening.once('listening', resolve)));
  sink.port = (listening.address() as AddressInfo).port;
  return sink;
}

/** A page that is switched on, with one component and an email channel to the port of this machine. */
export async function storePage(database: Database, sealer: Sealer, tenant: TenantRef, { slug, port }: { slug: string; port: number }): Promise<ListedPage & { channelId: string; componentId: string }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const settings = { host: '127.0.0.1', port, security: 'none', from: 'status@acme.example' };
    const channel = await tx.notificationChannel.create({ data: { tenantId: tenant.id, name: `mail of ${slug}`, kind: 'email', settings, sealed: '' } });
    await tx.notificationChannel.update({ where: { id: channel.id }, data: { sealed: sealSecrets(sealer, tenant.id, channel.id, {}) } });
    const page = await tx.statusPage.create({ data: { tenantId: tenant.id, slug, isOn: true, emailChannelId: channel.id, settings: StatusPageSettings.parse({ name: 'Acme Status' }) } });
    const component = await tx.statusComponent.create({ data: { tenantId: tenant.id, pageId: page.id, position: 0, groupName: '', name: 'Checkout', description: '' } });
    return { id: page.id, tenant: { id: tenant.id, number: tenant.number }, slug, host: null, channelId: channel.id, componentId: component.id };
  });
}
