import { ChevronRight } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { curlOf, type ApiField, type ApiOperation, type ApiSchema } from './document';

export function Operation({ operation, origin }: { operation: ApiOperation; origin: string }) {
  const [success, ...failures] = operation.responses;
  return (
    <Card id={operation.id} aria-labelledby={`${operation.id}-title`} className="scroll-mt-20">
      <header className="flex flex-col gap-1 border-b px-4 py-3">
        <h3 id={`${operation.id}-title`} className="flex flex-wrap items-baseline gap-x-2 font-mono text-sm font-medium">
          <span className="rounded-base bg-sunken px-2 text-xs leading-6">{operation.method}</span>
          <span className="min-w-0 break-all">{operation.path}</span>
        </h3>
        <p className="text-sm">{operation.summary}</p>
        <p className="text-xs text-muted">
          {operation.isPublic ? 'Open to everyone' : <>Needs <code className="font-mono">{operation.permission}</code>, by session or API key</>}
        </p>
      </header>
      <div className="flex flex-col gap-4 px-4 py-3">
        {operation.parameters.length > 0 ? <Fields title="Parameters" fields={operation.parameters} /> : null}
        {operation.body ? <Schema title="Body" schema={operation.body} /> : null}
        <div>
          <h4 className="mb-1 text-xs font-medium text-muted">Example</h4>
          <pre tabIndex={0} aria-label={`curl for ${operation.method} ${operation.path}`} className="overflow-x-auto rounded-base bg-sunken p-3 font-mono text-xs">
            {curlOf(operation, origin)}
          </pre>
        </div>
        {success?.schema ? <Schema title={`Answer ${success.status}`} schema={success.schema} /> : null}
        {failures.length > 0 ? (
          <p className="text-xs text-muted">
            Otherwise problem details (RFC 9457) with status {failures.map((failure) => failure.status).join(', ')}.
          </p>
        ) : null}
      </div>
    </Card>
  );
}

function Schema({ title, schema }: { title: string; schema: ApiSchema }) {
  if (schema.fields.length > 0) return <Fields title={title} fields={schema.fields} folded={schema.fields.length > 8} />;
  return (
    <p className="text-sm">
      <span className="text-xs font-medium text-muted">{title}</span> <code className="font-mono text-xs">{schema.type}</code>
    </p>
  );
}

function Fields({ title, fields, folded = false }: { title: string; fields: readonly ApiField[]; folded?: boolean }) {
  const list = (
    <dl className="divide-y rounded-base border">
      {fields.map((field, index) => (
        <div key={`${index} ${field.name}`} className="grid grid-cols-1 gap-x-4 px-3 py-2 text-xs sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <dt className="min-w-0 font-mono break-all">
            {field.name}
            {field.isRequired ? null : <span className="font-sans text-muted"> optional</span>}
          </dt>
          <dd className="min-w-0 break-words text-muted">
            <code className="font-mono">{field.type}</code>
            {field.description ? <span className="block">{field.description}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
  if (!folded) {
    return (
      <div>
        <h4 className="mb-1 text-xs font-medium text-muted">{title}</h4>
        {list}
      </div>
    );
  }
  return (
    <details className="group">
      <summary className="flex min-h-11 items-center gap-1 rounded-base text-xs font-medium text-muted hover:text-ink sm:min-h-6">
        <ChevronRight aria-hidden className="size-3.5 group-open:rotate-90" />
        {title}: {fields.length} fields
      </summary>
      <div className="mt-1">{list}</div>
    </details>
  );
}
