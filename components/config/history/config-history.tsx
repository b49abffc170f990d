'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { useNow } from '@/components/alerts/use-now';
import { Since } from '@/components/time/since';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Waiting } from '@/components/ui/waiting';
import { restoreConfigurationVersion } from '@/lib/configuration/api';
import type { ConfigVersionView } from '@/lib/configuration/schemas';
import { versionsQuery } from '../configuration-queries';
import { VersionDetail } from './version-detail';

const sourceWords = { apply: 'a document was applied', restore: 'a version was restored', file: 'the watched file', command: 'the command line', change: 'a change in Nines' } as const;

/** Every version of the configuration; one that is chosen shows what it changed. */
export function ConfigHistory({ viewer }: { viewer: Viewer }) {
  const query = useInfiniteQuery(versionsQuery());
  const [chosen, setChosen] = useState<number | null>(null);
  if (!query.data) return <Waiting thing="history" error={query.error} onRetry={() => void query.refetch()} />;
  const versions = query.data.pages.flatMap((page) => page.versions);
  const [newest] = versions;
  if (!newest) {
    return (
      <Card>
        <Notice icon={History} title="No version yet">
          The first change of any setting makes the first version. Each one can be compared and restored here.
        </Notice>
      </Card>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p className="text-sm text-muted">Every change makes a version. Open one to see what it changed, or to make the configuration what it was. Secrets are never in a version: they stay as they are.</p>
      <Card aria-label="Versions">
        <ul className="divide-y">
          {versions.map((version) => (
            <li key={version.version} className="min-w-0">
              <VersionRow version={version} isNewest={version === newest} isOpen={chosen === version.version} readMs={query.dataUpdatedAt} onToggle={() => setChosen(chosen === version.version ? null : version.version)} />
              {chosen === version.version ? <VersionDetail version={version.version} newest={newest.version} known={versions.map((each) => each.version)} canRestore={mayCall(viewer, restoreConfigurationVersion)} /> : null}
            </li>
          ))}
        </ul>
      </Card>
      {query.hasNextPage ? (
        <Button className="self-center" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Older versions
        </Button>
      ) : null}
    </div>
  );
}

function VersionRow({ version: { version, at, actors, source }, isNewest, isOpen, readMs, onToggle }: { version: ConfigVersionView; isNewest: boolean; isOpen: boolean; readMs: number; onToggle: () => void }) {
  const now = useNow(readMs, readMs);
  return (
    <button type="button" aria-expanded={isOpen} onClick={onToggle} className="flex min-h-11 w-full min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 text-left text-sm hover:bg-sunken">
      <span className="font-medium tabular-nums">Version {version}</span>
      {isNewest ? <span className="text-xs text-muted">holds now</span> : null}
      <span className="min-w-0 flex-1 break-words text-muted">
        {actors.length === 0 ? 'Nines' : actors.map(({ name }) => name).join(', ')}, {sourceWords[source]}
      </span>
      <span className="text-xs text-muted">
        <Since atMs={at} nowMs={now} form="ago" />
      </span>
    </button>
  );
}
