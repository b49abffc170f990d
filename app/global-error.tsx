'use client';

import './globals.css';
import { PageError } from '@/components/shell/page-error';

export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Nines</title>
        <main>
          <PageError digest={error.digest} onRetry={retry} />
        </main>
      </body>
    </html>
  );
}
