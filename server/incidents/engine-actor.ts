import type { AlertActor } from '@/lib/alerts/schemas';

/** Who did what Nines does with incidents by itself. */
export const rulesActor: AlertActor = { kind: 'system', id: 'incidents', name: 'Nines' };
