'use client';

import { useEffect, useRef } from 'react';
import { Overtaken } from '@/components/alerts/on-call/overtaken';
import { Differences } from '@/components/ui/differences';
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
      <Differences differences={differences} />
    </div>
  );
}
