import type { ChannelKind } from './channel-kind';
import { discord } from './discord';
import { email } from './email';
import { ntfy } from './ntfy';
import { opsgenie } from './opsgenie';
import { pagerduty } from './pagerduty';
import { slack } from './slack';
import { teams } from './teams';
import { telegram } from './telegram';
import { webPush } from './web-push';
import { webhook } from './webhook';

/** Every kind of channel, in the order in which they are offered. */
export const channelKinds: readonly ChannelKind[] = [email, slack, teams, webhook, pagerduty, opsgenie, discord, telegram, ntfy, webPush].map(generally);

/** Null when there is none of that name. */
export function channelKindOf(kind: string): ChannelKind | null {
  return channelKinds.find((each) => each.kind === kind) ?? null;
}

/** A kind takes its own settings only; who calls it parses them by its schema first. */
function generally(kind: { transport: ChannelKind['transport'] }): ChannelKind {
  return kind as ChannelKind;
}
