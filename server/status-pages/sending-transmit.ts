import { confirmBody, confirmMail, postBody, postMail, type MessagePage } from '@/lib/status-pages/mail';
import type { Caller } from '@/lib/context';
import { sendMailByChannel } from '@/server/alerts/channels/send';
import { SendFailure, sendFailureOf } from '@/server/alerts/channels/send-failure';
import type { TransportParts } from '@/server/alerts/channels/transport';
import { failureOfAnswer, type OutgoingClient } from '@/server/outgoing/http-client';
import { publicAddress } from './public-address';
import type { ClaimedMessage, SendingPage } from './sending-claim';
import type { SubscriberTokens } from './subscribers/tokens';

export interface SendingParts extends Pick<TransportParts, 'sealer' | 'log'> {
  /** Of the mail servers, which the operator and the owners of pages choose. */
  policy: TransportParts['policy'];
  /** Of the webhooks, which strangers choose. */
  webhooks: OutgoingClient;
  tokens: SubscriberTokens;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
}

/** Sends one message to one subscriber. Rejects with SendFailure and nothing else. */
export async function sendToSubscriber(parts: SendingParts, tenant: Caller['tenant'], page: SendingPage, message: ClaimedMessage, signal: AbortSignal): Promise<void> {
  const { subscriber } = message;
  if (!page.isOn) throw new SendFailure('The status page is switched off.', null, false);
  if (!message.isRequest && !subscriber.isConfirmed) throw new SendFailure('The address is not confirmed.', null, false);
  const address = publicAddress(parts.url, page);
  const links = { confirmUrl: `${address}/confirm?token=${parts.tokens.confirmOf(subscriber.id)}`, leaveUrl: `${address}/leave?token=${parts.tokens.leaveOf(subscriber.id)}` };
  const about: MessagePage = { name: page.name, slug: page.slug, address };
  if (subscriber.kind === 'email') return sendMail(parts, tenant, { page, about, message, links }, signal);
  return post(parts, { about, message, links }, signal);
}

interface Sent {
  about: MessagePage;
  message: ClaimedMessage;
  links: { confirmUrl: string; leaveUrl: string };
}

function sendMail(parts: SendingParts, tenant: Caller['tenant'], { page: { channel }, about, message: { id, subscriber, post: told }, links }: Sent & { page: SendingPage }, signal: AbortSignal): Promise<void> {
  // It may be chosen, or switched on again, before the message is too old.
  if (!channel) throw new SendFailure('The status page has no email channel that is switched on.', null, true);
  const mailOf = (from: string) => {
    const envelope = { messageId: id, to: subscriber.address, from };
    return told ? postMail(about, told, links, envelope) : confirmMail(about, links, envelope);
  };
  return sendMailByChannel(parts, { ...channel, tenant }, mailOf, signal);
}

async function post({ webhooks }: SendingParts, { about, message: { id, subscriber, post: told }, links }: Sent, signal: AbortSignal): Promise<void> {
  const body = told ? postBody(about, told, { ...links, messageId: id }) : confirmBody(about, links);
  try {
    const answer = await webhooks.request({ method: 'POST', url: subscriber.address, headers: { 'content-type': 'application/json' }, body, hasSecrets: true, signal });
    const failure = failureOfAnswer(answer, new URL(subscriber.address).host, '', Date.now());
    if (failure) throw failure;
  } catch (error) {
    throw sendFailureOf(error, []);
  }
}
