import { labelOf, type LabelSet } from '@/lib/metrics/labels';
import type { HostIdentity, HostSource } from './source';

/** Which host of a source a series belongs to. */
export function identityOf(source: HostSource, labels: LabelSet): HostIdentity {
  const get = (label: HostSource['labels'][number]) => (source.labels.includes(label) ? labelOf(labels, label) : '');
  return { source: source.name, job: get('job'), instance: get('instance'), hostName: get('host_name') };
}

/** What people call a host: the name that it gives itself, else its instance without the port. */
export function hostNameOf(identity: HostIdentity, given: string): string {
  if (given !== '') return given;
  if (identity.hostName !== '') return identity.hostName;
  const instance = identity.instance.replace(/:\d+$/, '');
  return instance || identity.job || 'Host without a name';
}

/** The names that hosts give themselves, among the labels of their series: the node name of uname, or what a resource says. */
export function givenName(labels: LabelSet): string {
  return labelOf(labels, 'nodename') || labelOf(labels, 'host_name');
}
