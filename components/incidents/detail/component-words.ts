import type { ComponentState } from '@/lib/incidents/schemas';

export const componentStateWord: Record<ComponentState, string> = { operational: 'Works', maintenance: 'Under maintenance', degraded: 'Degraded', partial_outage: 'Partial outage', major_outage: 'Major outage' };
