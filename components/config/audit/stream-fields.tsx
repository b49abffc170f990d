import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { TextArea } from '@/components/ui/text-area';
import type { FieldIssue } from '@/lib/errors';
import { refusedOf } from '../section-form';
import type { AuditDraft } from './audit-settings-draft';

interface StreamFieldsProps {
  draft: AuditDraft;
  issues: readonly FieldIssue[];
  onChange: (change: Partial<AuditDraft>) => void;
}

/** Where entries are sent. */
export function StreamFields({ draft, issues, onChange }: StreamFieldsProps) {
  const hasAuthority = draft.kind === 'webhook' || draft.protocol === 'tls';
  return (
    <div className="flex min-w-0 flex-col gap-4 border-l-2 pl-4">
      {draft.kind === 'syslog' ? <SyslogFields draft={draft} issues={issues} onChange={onChange} /> : <WebhookFields draft={draft} issues={issues} onChange={onChange} />}
      {hasAuthority ? (
        <TextArea label="Certificate authority" rows={3} spellCheck={false} value={draft.ca} error={refusedOf(issues, 'ca')} hint="As PEM, where the receiver's certificate is not of a public authority. Empty: the public ones." onChange={(event) => onChange({ ca: event.target.value })} />
      ) : null}
    </div>
  );
}

function SyslogFields({ draft, issues, onChange }: StreamFieldsProps) {
  return (
    <>
      <SelectField
        label="Protocol"
        options={[
          { value: 'tls', label: 'TLS' },
          { value: 'tcp', label: 'TCP, not encrypted' },
          { value: 'udp', label: 'UDP, not encrypted; a loss is not noticed' },
        ]}
        value={draft.protocol}
        onChange={(protocol) => onChange({ protocol })}
      />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <Field label="Host" value={draft.host} maxLength={253} spellCheck={false} autoComplete="off" error={refusedOf(issues, 'host')} hint="A name or an address. Messages are RFC 5424." onChange={(event) => onChange({ host: event.target.value })} />
        <Field label="Port" inputMode="numeric" value={draft.port} maxLength={5} error={refusedOf(issues, 'port')} hint="Usual: 6514, or 514." onChange={(event) => onChange({ port: event.target.value.replaceAll(/\D/g, '') })} />
      </div>
    </>
  );
}

function WebhookFields({ draft, issues, onChange }: StreamFieldsProps) {
  return (
    <>
      <Field label="URL" type="url" value={draft.url} maxLength={2000} spellCheck={false} autoComplete="off" error={refusedOf(issues, 'url')} hint="Gets a POST with up to 200 entries as JSON. It is shown here: put tokens into the authorization." onChange={(event) => onChange({ url: event.target.value })} />
      <Field
        label="Authorization" type="password" autoComplete="new-password" value={draft.authorization} maxLength={2000} disabled={draft.removesAuthorization} error={refusedOf(issues, 'authorization')}
        placeholder={draft.hasAuthorization ? 'Stored. Type to replace it.' : 'Bearer ...'} hint="The header Authorization. Stored encrypted and never shown again." onChange={(event) => onChange({ authorization: event.target.value })}
      />
      {draft.hasAuthorization ? <Check label="Remove the authorization" checked={draft.removesAuthorization} onChange={(event) => onChange({ removesAuthorization: event.target.checked, authorization: '' })} /> : null}
      <Field
        label="Signing secret" type="password" autoComplete="new-password" value={draft.signingSecret} maxLength={2000} disabled={draft.removesSigningSecret} error={refusedOf(issues, 'signingSecret')}
        placeholder={draft.hasSigningSecret ? 'Stored. Type to replace it.' : ''} hint="16 letters or more. Each request is signed by it (HMAC-SHA256) in the header Nines-Signature." onChange={(event) => onChange({ signingSecret: event.target.value })}
      />
      {draft.hasSigningSecret ? <Check label="Remove the signing secret" checked={draft.removesSigningSecret} onChange={(event) => onChange({ removesSigningSecret: event.target.checked, signingSecret: '' })} /> : null}
    </>
  );
}
