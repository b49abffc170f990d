import { AreaNav } from '@/components/ui/area-nav';

const places = [
  { href: '/silences', label: 'Silences' },
  { href: '/silences/maintenance', label: 'Maintenance' },
  { href: '/silences/dependencies', label: 'Dependencies' },
];

/** The three ways by which alerts that fire tell nobody. */
export function SuppressionNav() {
  return <AreaNav label="Suppression" places={places} />;
}
