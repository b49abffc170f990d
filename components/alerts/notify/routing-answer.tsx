import { StateIcon } from '@/components/ui/state';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import type { Route } from '@/lib/alerts/notify/schemas';
import { effectiveDefaults, effectiveOf, isSilent, toldInWords, type Names } from './route-words';
import { SilentRoot } from './silent-root';

interface RoutingAnswerProps {
  /** The tree that is stored: what applies now. */
  root: Route;
  channels: readonly ChannelView[];
  names: Names;
  isAllowed: boolean;
}

/** The answer first: who is told of what no route takes. */
export function RoutingAnswer({ root, channels, names, isAllowed }: RoutingAnswerProps) {
  if (isSilent(root)) return <SilentRoot channels={channels} isAllowed={isAllowed} />;
  const effective = effectiveOf(root, effectiveDefaults);
  const off = channels.filter(({ id, isEnabled }) => !isEnabled && effective.channelIds.includes(id));
  const isDead = off.length === effective.channelIds.length && effective.policyId === null;
  return (
    <section aria-label="Who is told" className="flex items-start gap-3">
      <StateIcon state={isDead ? 'critical' : off.length > 0 ? 'warning' : 'ok'} className="mt-1" />
      <p className="min-w-0 text-base font-semibold text-balance break-words">
        {isDead ? `Nobody is told: ${off.map(({ name }) => name).join(', ')} ${off.length === 1 ? 'is' : 'are'} off.` : `Alerts that no route takes go to ${toldInWords(effective, names)}.`}
        {!isDead && off.length > 0 ? ` ${off.map(({ name }) => name).join(', ')} ${off.length === 1 ? 'is' : 'are'} off.` : ''}
      </p>
    </section>
  );
}
