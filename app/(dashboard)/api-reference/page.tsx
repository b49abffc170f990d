import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readOperations } from '@/components/api-reference/document';
import { Operation } from '@/components/api-reference/operation';
import { pageSession } from '@/server/auth/page-session';
import { openApiDocument } from '@/server/http/openapi';
import { runtime } from '@/server/runtime';

export const metadata: Metadata = { title: 'API reference' };

export default async function ApiReferencePage() {
  if (!(await pageSession())) redirect('/sign-in?next=/api-reference');
  const operations = readOperations(openApiDocument(runtime().routes));
  const groups = [...new Set(operations.map((operation) => operation.group))];
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-6">
      <header className="flex flex-col gap-2">
        <h1 className="text-2xl font-semibold tracking-tight">API reference</h1>
        <p className="max-w-2xl text-sm text-pretty text-muted">
          Programs send a key in <code className="font-mono text-xs text-ink">Authorization: Bearer nines_...</code>, made by{' '}
          <code className="font-mono text-xs text-ink">npm run nines -- keys create</code>. Times are milliseconds since 1970. The same
          as OpenAPI 3.1:{' '}
          <a href="/api/openapi.json" className="underline underline-offset-4">
            openapi.json
          </a>
        </p>
      </header>
      {groups.map((group) => (
        <section key={group} aria-labelledby={`group-${group}`} className="flex flex-col gap-3">
          <h2 id={`group-${group}`} className="text-base font-semibold first-letter:uppercase">
            {group}
          </h2>
          {operations
            .filter((operation) => operation.group === group)
            .map((operation) => (
              <Operation key={operation.id} operation={operation} origin={runtime().url} />
            ))}
        </section>
      ))}
    </div>
  );
}
