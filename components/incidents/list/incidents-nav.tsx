import { AreaNav } from '@/components/ui/area-nav';

const places = [
  { href: '/incidents', label: 'Incidents' },
  { href: '/incidents/figures', label: 'Figures' },
  { href: '/incidents/settings', label: 'Settings' },
];

/** The list, what it comes to, and what decides about it. */
export function IncidentsNav() {
  return <AreaNav label="Incidents" places={places} />;
}
