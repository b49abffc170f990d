import { ExternalLink } from 'lucide-react';
import { buttonStyle } from '@/components/ui/button';
import type { StatusPageView } from '@/lib/status-pages/schemas';

/** Whether there is a page now, and the way to it. */
export function PageState({ page }: { page: StatusPageView }) {
  const { isOn, url, hostUrl, components } = page;
  return (
    <section className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-base border bg-surface p-4">
      <div className="min-w-0">
        <h2 className="text-base font-semibold">{isOn ? 'The page is public' : 'The page is off'}</h2>
        <p className="text-sm break-words text-muted">
          {isOn
            ? `Everybody can read it, without signing in. It shows ${components.length === 1 ? 'one component' : `${components.length} components`}, and incidents once an update of them was posted to it.`
            : 'Nobody can see it: its address answers as one that there is not. Choose what it shows, then switch it on.'}
        </p>
      </div>
      {isOn ? (
        <div className="flex flex-wrap gap-2">
          {[hostUrl, url].map((address) =>
            address === null ? null : (
              <a key={address} href={address} target="_blank" rel="noreferrer" className={buttonStyle({ look: 'plain' })}>
                <ExternalLink aria-hidden className="size-4" />
                <span className="min-w-0 truncate">Open {address.replace(/^https?:\/\//, '')}</span>
              </a>
            ),
          )}
        </div>
      ) : null}
    </section>
  );
}
