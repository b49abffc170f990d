'use client';

import { useMutation } from '@tanstack/react-query';
import { FileOutput } from 'lucide-react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { saveFile } from '@/components/ui/save-file';
import { exportAlertRules } from '@/lib/alerts/rules/api';
import { messageOf } from '@/lib/errors';

/** Saves the rules that are on as a Prometheus rule file. */
export function ExportButton() {
  const save = useMutation({ mutationFn: () => callEndpoint(exportAlertRules), onSuccess: ({ yaml }) => saveFile(yaml, 'nines-rules.yaml', 'application/yaml') });
  return (
    <>
      <Button pending={save.isPending} onClick={() => save.mutate()}>
        {save.isPending ? null : <FileOutput aria-hidden className="size-4" />}
        Export
      </Button>
      {save.isError ? (
        <p role="alert" className="basis-full text-right text-sm text-critical">
          Nothing was exported. {messageOf(save.error)}
        </p>
      ) : null}
    </>
  );
}
