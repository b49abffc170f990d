'use client';

import { useEffect, useRef } from 'react';
import { Overtaken } from '@/components/alerts/on-call/overtaken';
import type { SettingsDraft } from './settings-draft';
import { differencesOf } from './settings-differences';

interface SettingsConflictProps {
  mine: SettingsDraft;
  theirs: SettingsDraft;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** Somebody changed the settings in the meantime: both sides where they differ, and the choice between them. */
export function SettingsConflict({ mine, theirs, onTakeTheirs, onKeepMine }: SettingsConflictProps) {
  const differences = differencesOf(mine, theirs);
  const place = useRef<HTMLDivElement>(null);
  // Synchronises the browser's focus with the conflict: whoever saved is further down on a long page.
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="flex scroll-mt-20 flex-col gap-2 focus-visible:outline-none">
      <Overtaken thing="page of settings" onTakeTheirs={onTakeTheirs} onKeepMine={onKeepMine} />
      {differences.length === 0 ? (
        <p className="px-4 text-sm text-muted">Both sides say the same.</p>
      ) : (
        <dl aria-label="Differences" className="grid grid-cols-1 gap-x-4 gap-y-3 rounded-base border bg-surface p-4 text-sm sm:grid-cols-[12rem_1fr_1fr]">
          {differences.map((each) => (
            <div key={each.name} className="contents">
              <dt className="min-w-0 font-medium break-words">{each.name}</dt>
              <dd className="min-w-0 break-words">
                <span className="text-muted">Now: </span>
                {each.theirs}
              </dd>
              <dd className="min-w-0 break-words">
                <span className="text-muted">Yours: </span>
                {each.mine}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
