'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { saveFile } from '@/components/ui/save-file';
import { SelectField } from '@/components/ui/select-field';
import { Waiting } from '@/components/ui/waiting';
import { ChangeList } from '../change-list';
import { versionQuery } from '../configuration-queries';
import { RestoreVersion } from './restore-version';

interface VersionDetailProps {
  version: number;
  newest: number;
  /** Versions that it can be compared with. */
  known: readonly number[];
  canRestore: boolean;
}

/** What a version changed against another one, and the way back to it. */
export function VersionDetail({ version, newest, known, canRestore }: VersionDetailProps) {
  const [against, setAgainst] = useState<number | null>(null);
  const [isRestoring, setRestoring] = useState(false);
  const query = useQuery(versionQuery(version, against));
  const others = [{ value: 'before', label: 'the version before' }, ...known.filter((each) => each !== version).map((each) => ({ value: String(each), label: `version ${each}` }))];
  return (
    <div className="flex min-w-0 flex-col gap-3 border-t bg-page p-4">
      <div className="flex flex-wrap items-end gap-3">
        <SelectField label="Compared with" options={others} value={against === null ? 'before' : String(against)} onChange={(value) => setAgainst(value === 'before' ? null : Number(value))} />
        {query.data ? <Button size="large" onClick={() => saveFile(query.data.yaml, `nines-config-${version}.yaml`, 'application/yaml')}>Download this version</Button> : null}
        {canRestore && version !== newest ? (
          <Button size="large" look="primary" disabled={isRestoring} onClick={() => setRestoring(true)}>
            Restore this version
          </Button>
        ) : null}
      </div>
      {isRestoring ? <RestoreVersion version={version} onDone={() => setRestoring(false)} /> : null}
      {query.data ? (
        <div className="min-w-0 rounded-base border bg-surface">
          <ChangeList changes={query.data.changes} none={query.data.against === null ? 'It is the first version.' : `Nothing is different from version ${query.data.against}.`} />
        </div>
      ) : (
        <Waiting thing="version" error={query.error} onRetry={() => void query.refetch()}>
          <p className="text-sm text-muted">Comparing</p>
        </Waiting>
      )}
    </div>
  );
}
