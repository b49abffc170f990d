'use client';

import { useQuery } from '@tanstack/react-query';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { saveFile } from '@/components/ui/save-file';
import { Waiting } from '@/components/ui/waiting';
import { applyConfiguration, readConfigurationSchema } from '@/lib/configuration/api';
import { configurationQuery } from '../configuration-queries';
import { ApplyDocument } from './apply-document';
import { CommandsPart } from './commands-part';
import { ManagedFile } from './managed-file';

/** The whole configuration as one document: out, in, and by a watched file. */
export function ConfigAsCode({ viewer }: { viewer: Viewer }) {
  const query = useQuery(configurationQuery());
  if (!query.data) return <Waiting thing="configuration" error={query.error} onRetry={() => void query.refetch()} />;
  const { version, yaml, sections, file } = query.data;
  const managed = sections.filter(({ isManaged }) => isManaged);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card aria-label="Download">
        <CardHeader title="Download" note={version > 0 ? `version ${version}` : undefined} />
        <div className="flex flex-col gap-3 px-4 pb-4 text-sm">
          <p className="text-muted">Everything that is configured, without secrets: those are named and stay here. The schema gives an editor completion and checks.</p>
          <div className="flex flex-wrap gap-2">
            <Button look="primary" onClick={() => saveFile(yaml, 'nines.yaml', 'application/yaml')}>
              Download as YAML
            </Button>
            <a href={readConfigurationSchema.path} className={cn(buttonStyle({ look: 'plain' }))}>
              JSON Schema
            </a>
          </div>
        </div>
      </Card>
      <ManagedFile file={file} titles={managed.map(({ title }) => title)} readMs={query.dataUpdatedAt} />
      {mayCall(viewer, applyConfiguration) ? <ApplyDocument /> : <p className="text-sm text-muted">An owner or admin can apply a document.</p>}
      <CommandsPart />
    </div>
  );
}
