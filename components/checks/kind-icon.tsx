import { Activity, CircleHelp, Database, DatabaseZap, FileLock, Globe, HeartPulse, Network, Plug, Waypoints, type LucideIcon } from 'lucide-react';

const icons: Readonly<Record<string, LucideIcon>> = {
  http: Globe, tcp: Plug, tls: FileLock, dns: Network, ping: Waypoints, heartbeat: HeartPulse, postgres: Database, redis: DatabaseZap, promql: Activity,
};

/** The sign of a kind of check; its title stands beside it. */
export function KindIcon({ kind, className }: { kind: string; className?: string }) {
  const Icon = icons[kind] ?? CircleHelp;
  return <Icon aria-hidden className={className} strokeWidth={1.5} />;
}
