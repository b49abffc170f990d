'use client';

import { useMutation } from '@tanstack/react-query';
import { Braces, Download, FileKey, FileSpreadsheet, Printer, ShieldCheck, Signature } from 'lucide-react';
import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { Menu, menuItemStyle } from '@/components/ui/menu';
import { messageOf } from '@/lib/errors';
import { exportStatement, type readStatement } from '@/lib/statements/api';
import { saveFile } from '@/components/ui/save-file';
import { bytesOfBase64, type StatementFiles } from './statement-files';
import type { useVerification } from './use-verification';

interface StatementToolsProps {
  id: string;
  data: z.output<(typeof readStatement)['response']>;
  files: StatementFiles;
  verification: ReturnType<typeof useVerification>;
}

/** What can be done with a statement: verify it, print it, save it as it was signed. */
export function StatementTools({ id, data, files, verification }: StatementToolsProps) {
  const csv = useMutation({
    mutationFn: () => callEndpoint(exportStatement, { params: { id } }),
    onSuccess: ({ csv: text, fileName }) => saveFile(text, fileName, 'text/csv'),
  });
  const saveSignature = () => {
    const bytes = bytesOfBase64(data.signature);
    saveFile(bytes ?? data.signature, files.signature, 'application/octet-stream');
  };
  const failure = verification.error ?? csv.error;
  return (
    <div role="group" aria-label="What to do with the statement" className="flex flex-wrap items-center gap-2 print:hidden">
      <Button look="primary" pending={verification.isPending} onClick={() => verification.mutate()}>
        {verification.isPending ? null : <ShieldCheck aria-hidden className="size-4" />}
        Verify
      </Button>
      <Button onClick={() => window.print()}>
        <Printer aria-hidden className="size-4" />
        <span>
          Print<span className="max-sm:sr-only"> or save as PDF</span>
        </span>
      </Button>
      <Menu
        label="Download"
        triggerClassName={buttonStyle()}
        trigger={
          <>
            <Download aria-hidden className="size-4" />
            Download
          </>
        }
      >
        <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => csv.mutate()}>
          <FileSpreadsheet aria-hidden className="size-4 text-muted" />
          CSV, for a spreadsheet
        </button>
        <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => saveFile(data.text, files.json, 'application/json')}>
          <Braces aria-hidden className="size-4 text-muted" />
          JSON, as it was signed
        </button>
        <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={saveSignature}>
          <Signature aria-hidden className="size-4 text-muted" />
          Signature
        </button>
        <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => saveFile(data.publicKey, files.publicKey, 'application/x-pem-file')}>
          <FileKey aria-hidden className="size-4 text-muted" />
          Public key
        </button>
      </Menu>
      <p role="status" className="text-sm text-muted">
        {verification.isPending ? 'Counting the month anew from the raw results' : ''}
      </p>
      {failure ? (
        <p role="alert" className="basis-full rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm break-words">
          {verification.error ? 'It could not be verified.' : 'The CSV could not be made.'} {messageOf(failure)}
        </p>
      ) : null}
    </div>
  );
}
