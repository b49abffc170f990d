import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { TextArea } from '@/components/ui/text-area';
import type { ScrapeSettings } from '@/lib/scrape/schemas';
import { hasIssue, issueOf } from './issue-lookup';
import type { FieldsProps } from './job-fields';
import { Columns, Section } from './job-form-parts';

interface AdvancedProps extends FieldsProps {
  /** The job as it is stored; null for a new one. */
  stored: ScrapeSettings | null;
}

const authTypes = [
  { value: 'none', label: 'None' },
  { value: 'basic', label: 'Name and password' },
  { value: 'bearer', label: 'Bearer token' },
] as const;

const keep = 'stored; empty keeps it';

/** Everything that most jobs leave as it is, folded away. */
export function AdvancedFields({ draft, issues, onChange, stored }: AdvancedProps) {
  return (
    <>
      <Section title="Authentication and headers" summary={authSummary(draft)} isOpen={hasIssue(issues, ['auth', 'headers'])}>
        <AuthFields draft={draft} issues={issues} onChange={onChange} stored={stored} />
      </Section>
      <Section title="TLS" summary={draft.insecureSkipVerify ? 'certificate not checked' : draft.ca || draft.clientCert ? 'own certificates' : 'as the machine trusts'} isOpen={hasIssue(issues, ['tls'])}>
        <TlsFields draft={draft} issues={issues} onChange={onChange} stored={stored} />
      </Section>
      <Section title="Discovery by files" summary={draft.filePaths.trim() === '' ? 'none' : 'on'} isOpen={hasIssue(issues, ['fileDiscovery'])}>
        <TextArea label="Files" value={draft.filePaths} placeholder="targets/*.json" error={issueOf(issues, 'fileDiscovery.paths')} hint="One path a line, below the directory for target files; * and ? in the last part. JSON or YAML as file_sd_configs of Prometheus." onChange={(event) => onChange({ filePaths: event.target.value })} />
        <Columns>
          <Field label="Read again every" value={draft.fileRefresh} autoComplete="off" error={issueOf(issues, 'fileDiscovery.refreshMs')} onChange={(event) => onChange({ fileRefresh: event.target.value })} />
        </Columns>
      </Section>
      <Section title="Relabelling" summary={rulesSummary(draft.relabelling, draft.metricRelabelling)} isOpen={hasIssue(issues, ['relabelConfigs', 'metricRelabelConfigs'])}>
        <TextArea label="Of targets" rows={6} value={draft.relabelling} placeholder={'- source_labels: [__address__]\n  regex: (.+):9100\n  target_label: instance'} error={issueOf(issues, 'relabelConfigs')} hint="YAML as relabel_configs of Prometheus, before the scrape." onChange={(event) => onChange({ relabelling: event.target.value })} />
        <TextArea label="Of samples" rows={6} value={draft.metricRelabelling} placeholder={'- source_labels: [__name__]\n  regex: go_.*\n  action: drop'} error={issueOf(issues, 'metricRelabelConfigs')} hint="YAML as metric_relabel_configs of Prometheus, before storing." onChange={(event) => onChange({ metricRelabelling: event.target.value })} />
      </Section>
      <Section title="Limits and behaviour" summary={draft.sampleLimit ? `${draft.sampleLimit} samples a scrape` : 'usual'} isOpen={hasIssue(issues, ['sampleLimit', 'labelLimit', 'labelNameLengthLimit', 'labelValueLengthLimit', 'bodySizeLimitBytes', 'targetLimit', 'params'])}>
        <Limits draft={draft} issues={issues} onChange={onChange} />
      </Section>
    </>
  );
}

function AuthFields({ draft, issues, onChange, stored }: AdvancedProps) {
  const edit = (index: number, change: Partial<{ name: string; value: string }>) => onChange({ headers: draft.headers.map((header, at) => (at === index ? { ...header, ...change } : header)) });
  const isStored = (name: string) => stored?.headers.some((header) => header.name.toLowerCase() === name.trim().toLowerCase()) ?? false;
  return (
    <>
      <SelectField label="Authentication" options={authTypes} value={draft.authType} onChange={(authType) => onChange({ authType })} />
      {draft.authType === 'basic' ? (
        <Columns>
          <Field label="User name" value={draft.username} autoComplete="off" error={issueOf(issues, 'auth.username')} onChange={(event) => onChange({ username: event.target.value })} />
          <Field label="Password" type="password" autoComplete="new-password" value={draft.password} placeholder={stored?.auth.type === 'basic' ? keep : ''} error={issueOf(issues, 'auth.password')} onChange={(event) => onChange({ password: event.target.value })} />
        </Columns>
      ) : null}
      {draft.authType === 'bearer' ? (
        <Field label="Token" type="password" autoComplete="new-password" value={draft.token} placeholder={stored?.auth.type === 'bearer' ? keep : ''} error={issueOf(issues, 'auth.token')} onChange={(event) => onChange({ token: event.target.value })} />
      ) : null}
      {draft.headers.map((header, index) => (
        <div key={index} className="flex items-end gap-2">
          <Field className="flex-1" label={`Header ${index + 1}`} value={header.name} placeholder="X-Scope" autoComplete="off" error={issueOf(issues, `headers.${index}.name`)} onChange={(event) => edit(index, { name: event.target.value })} />
          <Field className="flex-1" label={`Value of header ${index + 1}`} type="password" autoComplete="new-password" value={header.value} placeholder={isStored(header.name) ? keep : ''} error={issueOf(issues, `headers.${index}.value`)} onChange={(event) => edit(index, { value: event.target.value })} />
          <Button look="quiet" className="h-11 w-11 shrink-0 px-0 sm:h-11" aria-label={`Remove header ${index + 1}`} onClick={() => onChange({ headers: draft.headers.filter((_, at) => at !== index) })}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      <Button look="quiet" className="self-start" onClick={() => onChange({ headers: [...draft.headers, { name: '', value: '' }] })}>
        <Plus aria-hidden className="size-4" />
        Add a header
      </Button>
    </>
  );
}

function TlsFields({ draft, issues, onChange, stored }: AdvancedProps) {
  return (
    <>
      <TextArea label="Certificate authority" value={draft.ca} placeholder="-----BEGIN CERTIFICATE-----" error={issueOf(issues, 'tls.ca')} hint="PEM. Empty trusts what this machine trusts." onChange={(event) => onChange({ ca: event.target.value })} />
      <Field label="Server name" value={draft.serverName} autoComplete="off" error={issueOf(issues, 'tls.serverName')} hint="Where the certificate is of another name than the address." onChange={(event) => onChange({ serverName: event.target.value })} />
      <TextArea label="Client certificate" value={draft.clientCert} placeholder="-----BEGIN CERTIFICATE-----" error={issueOf(issues, 'tls.clientCert')} onChange={(event) => onChange({ clientCert: event.target.value })} />
      <TextArea label="Client key" value={draft.clientKey} placeholder={stored?.tls.hasClientKey ? keep : '-----BEGIN PRIVATE KEY-----'} error={issueOf(issues, 'tls.clientKey')} onChange={(event) => onChange({ clientKey: event.target.value })} />
      <Check label="Do not check the certificate" hint="Anybody between here and the target could then answer in its place." checked={draft.insecureSkipVerify} onChange={(event) => onChange({ insecureSkipVerify: event.target.checked })} />
    </>
  );
}

function Limits({ draft, issues, onChange }: FieldsProps) {
  const limits = [
    { field: 'sampleLimit', label: 'Samples a scrape' },
    { field: 'targetLimit', label: 'Number of targets' },
    { field: 'labelLimit', label: 'Labels a series' },
    { field: 'labelNameLengthLimit', label: 'Length of a label name' },
    { field: 'labelValueLengthLimit', label: 'Length of a label value' },
  ] as const;
  return (
    <>
      <Columns>
        {limits.map(({ field, label }) => (
          <Field key={field} label={label} inputMode="numeric" autoComplete="off" placeholder="no limit" value={draft[field]} error={issueOf(issues, field)} onChange={(event) => onChange({ [field]: event.target.value })} />
        ))}
        <Field label="Size of an answer, MiB" inputMode="decimal" autoComplete="off" value={draft.bodySizeMiB} error={issueOf(issues, 'bodySizeLimitBytes')} onChange={(event) => onChange({ bodySizeMiB: event.target.value })} />
      </Columns>
      <TextArea label="Parameters" rows={2} value={draft.params} placeholder="module=http_2xx" error={issueOf(issues, 'params')} hint="One name=value a line, added to the address." onChange={(event) => onChange({ params: event.target.value })} />
      <Check label="Keep labels of the target" hint="Where a series has a label of its own with the name of one from here, its own counts." checked={draft.honorLabels} onChange={(event) => onChange({ honorLabels: event.target.checked })} />
      <Check label="Keep times of the target" hint="Samples that carry a time are stored with it." checked={draft.honorTimestamps} onChange={(event) => onChange({ honorTimestamps: event.target.checked })} />
      <Check label="Follow redirects" checked={draft.followRedirects} onChange={(event) => onChange({ followRedirects: event.target.checked })} />
    </>
  );
}

function authSummary({ authType, headers }: FieldsProps['draft']): string {
  const auth = authTypes.find(({ value }) => value === authType)?.label ?? '';
  return headers.length === 0 ? auth.toLowerCase() : `${auth.toLowerCase()}, ${headers.length} ${headers.length === 1 ? 'header' : 'headers'}`;
}

function rulesSummary(targets: string, samples: string): string {
  const parts = [targets.trim() && 'targets', samples.trim() && 'samples'].filter(Boolean);
  return parts.length === 0 ? 'none' : `of ${parts.join(' and ')}`;
}
