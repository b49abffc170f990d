'use client';

import { BellRing } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { StateIcon } from '@/components/ui/state';
import { messageOf } from '@/lib/errors';
import type { PushSupport } from './push-browser';
import { useBrowserPush } from './use-browser-push';

interface BrowserPushProps {
  /** Whether there is a channel that pushes to browsers, and it is on. */
  hasChannel: boolean;
  isLoaded: boolean;
  canEdit: boolean;
}

const hindrance: Record<Exclude<PushSupport, 'ready'>, string> = {
  insecure: 'Browsers show notifications only for pages by https. Open Nines by https, or on the machine where it runs.',
  unsupported: 'This browser cannot show notifications of web pages. On an iPhone or iPad add Nines to the home screen first, and open it from there.',
  denied: 'Notifications are forbidden for this site. Allow them in the settings of the browser, and load the page again.',
};

/** Notifications in this browser, for who is signed in. Nothing is asked before the press. */
export function BrowserPush({ hasChannel, isLoaded, canEdit }: BrowserPushProps) {
  const { known, browser, subscribe, unsubscribe, isSubscribed } = useBrowserPush();
  const support = browser.data?.support;
  const error = subscribe.error ?? unsubscribe.error ?? known.error ?? browser.error;
  const others = (known.data?.subscriptions.length ?? 0) - (isSubscribed ? 1 : 0);
  return (
    <Card aria-labelledby="push-title" className="flex flex-col gap-3 px-4 py-3 sm:flex-row sm:items-center sm:justify-between">
      <div className="flex min-w-0 items-start gap-3">
        {isSubscribed ? <StateIcon state="ok" className="mt-0.5" /> : <BellRing aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />}
        <div className="min-w-0 text-sm">
          <h2 id="push-title" className="font-medium">
            {isSubscribed ? 'This browser is notified' : 'Notify this browser'}
          </h2>
          <p className="text-xs text-muted">
            {support !== undefined && support !== 'ready'
              ? hindrance[support]
              : isSubscribed
                ? 'Alerts that page you are shown here, also while Nines is closed.'
                : 'Alerts that page you are shown by this browser, on a laptop or a phone, also while Nines is closed.'}
            {others > 0 ? ` ${others} other ${others === 1 ? 'browser' : 'browsers'} of yours ${others === 1 ? 'is' : 'are'} notified.` : ''}
          </p>
          {isLoaded && !hasChannel ? (
            <p className="text-xs text-warning">
              Nothing is pushed until there is a channel of the kind Browser.{' '}
              {canEdit ? (
                <Link href="/notifications/channels/new?kind=web_push" className="inline-flex items-center underline underline-offset-2 max-sm:min-h-11 max-sm:min-w-11">
                  Add it
                </Link>
              ) : null}
            </p>
          ) : null}
          {error ? (
            <p role="alert" className="text-xs break-words text-critical">
              {messageOf(error)}
            </p>
          ) : null}
        </div>
      </div>
      {support === 'ready' && known.data ? (
        <Button className="shrink-0 self-start sm:self-auto" pending={subscribe.isPending || unsubscribe.isPending} onClick={() => (isSubscribed ? unsubscribe.mutate() : subscribe.mutate())}>
          {isSubscribed ? 'Stop' : 'Notify this browser'}
        </Button>
      ) : null}
    </Card>
  );
}
