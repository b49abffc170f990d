import { Activity, Bell, BellOff, Boxes, ChartSpline, Globe, HeartPulse, PhoneCall, Radar, Ruler, Send, Server, ShieldCheck, Siren, SlidersHorizontal, type LucideIcon } from 'lucide-react';
import type { Permission } from '@/lib/auth/permissions';

export interface Destination {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Needed to see the page; without it the destination is not offered. */
  permission: Permission;
}

/** The tabs, in order: the sidebar of the desk and the bottom bar of the phone. A new tab is one line here. */
export const destinations: readonly Destination[] = [
  { href: '/', label: 'Overview', icon: Activity, permission: 'monitoring.read' },
  { href: '/alerts', label: 'Alerts', icon: Bell, permission: 'monitoring.read' },
  { href: '/incidents', label: 'Incidents', icon: Siren, permission: 'monitoring.read' },
  { href: '/sla', label: 'SLA', icon: ShieldCheck, permission: 'monitoring.read' },
  { href: '/config', label: 'Config', icon: SlidersHorizontal, permission: 'monitoring.config.read' },
];

/** What stands behind the tabs, in groups: below them in the sidebar of the desk, under More on a phone. */
export const groups: readonly { title: string; destinations: readonly Destination[] }[] = [
  {
    title: 'Uptime',
    destinations: [
      { href: '/services', label: 'Services', icon: Boxes, permission: 'monitoring.read' },
      { href: '/checks', label: 'Checks', icon: HeartPulse, permission: 'monitoring.read' },
      { href: '/status-page', label: 'Status page', icon: Globe, permission: 'monitoring.read' },
    ],
  },
  {
    title: 'Alerting',
    destinations: [
      { href: '/alert-rules', label: 'Rules', icon: Ruler, permission: 'monitoring.read' },
      { href: '/silences', label: 'Silences', icon: BellOff, permission: 'monitoring.read' },
      { href: '/on-call', label: 'On call', icon: PhoneCall, permission: 'monitoring.read' },
      { href: '/notifications', label: 'Notifications', icon: Send, permission: 'monitoring.read' },
    ],
  },
  {
    title: 'Metrics',
    destinations: [
      { href: '/explore', label: 'Explore', icon: ChartSpline, permission: 'monitoring.read' },
      { href: '/hosts', label: 'Hosts', icon: Server, permission: 'monitoring.read' },
      { href: '/scraping', label: 'Scraping', icon: Radar, permission: 'monitoring.read' },
    ],
  },
];

/** Every page with a name, for the top bar: the tabs, what stands behind them and what the account's menu leads to. */
export const pages: readonly (Pick<Destination, 'href' | 'label'> & Partial<Destination>)[] = [
  ...destinations,
  ...groups.flatMap((group) => group.destinations),
  { href: '/api-reference', label: 'API reference' },
];

/** Whether a path belongs to a destination. */
export function isCurrent(destination: Pick<Destination, 'href'>, path: string): boolean {
  return destination.href === '/' ? path === '/' : path === destination.href || path.startsWith(`${destination.href}/`);
}
