'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';

/** Where the job calls, and how. Who knows the address may say that the job lives. */
export function HeartbeatAddress({ url, isNew }: { url: string; isNew: boolean }) {
  const commands = [
    { title: 'After the job, in a crontab', text: `30 2 * * * /usr/local/bin/backup && curl -fsS -m 10 --retry 5 ${url}` },
    { title: 'With its start and its failure', text: `call() { curl -fsS -m 10 --retry 5 "${url}$1"; }; call '?event=start'; if ./backup; then call; else call '?event=fail'; fi` },
  ];
  return (
    <Card aria-labelledby="address-title">
      <CardHeader id="address-title" title="Where the job calls" note={isNew ? 'nothing has called yet' : undefined} />
      <div className="flex flex-col gap-3 border-t p-4">
        <Copyable title="Address" text={url} />
        {commands.map(({ title, text }) => (
          <Copyable key={title} title={title} text={text} />
        ))}
        <p className="text-xs text-muted">Who knows the address can say that the job lives: keep it as you would a password.</p>
      </div>
    </Card>
  );
}

function Copyable({ title, text }: { title: string; text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () => {
    // Without https the browser has no clipboard; the text can be selected all the same.
    const done = 'clipboard' in navigator ? navigator.clipboard.writeText(text) : Promise.reject(new Error('no clipboard'));
    done.then(() => setIsCopied(true), () => setIsCopied(false));
  };
  return (
    <div className="min-w-0">
      <p className="text-xs text-muted">{title}</p>
      <div className="flex items-start gap-2">
        <code tabIndex={0} className="min-w-0 flex-1 rounded-base bg-sunken px-3 py-2 font-mono text-xs break-all select-all">
          {text}
        </code>
        <Button size="icon" aria-label={`Copy: ${title}`} title="Copy" onClick={copy}>
          {isCopied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
        </Button>
        <span role="status" className="sr-only">
          {isCopied ? 'Copied' : ''}
        </span>
      </div>
    </div>
  );
}
