import { z } from 'zod';
import { HealthFrame } from '@/lib/health/schemas';

/** Events that the server pushes. Volatile ones may be lost by a slow client and are never buffered. */
export const serverEvents = {
  'health:sampled': { schema: HealthFrame, volatile: true },
  /** Alerts, or what decides about them, changed; viewers ask again for what they show. */
  'alerts:changed': { schema: z.strictObject({ at: z.number(), tables: z.array(z.string()) }), volatile: false },
  /** A check changed its state, or services, checks or objectives were changed; viewers ask again for what they show. */
  'checks:changed': { schema: z.strictObject({ at: z.number(), tables: z.array(z.string()) }), volatile: false },
  /** An incident, its timeline, its tasks, who looks at it, or the settings of incidents changed; viewers ask again for what they show. */
  'incidents:changed': { schema: z.strictObject({ at: z.number(), tables: z.array(z.string()) }), volatile: false },
} as const;

export type ServerEventName = keyof typeof serverEvents;

export type ServerEvents = {
  [Name in ServerEventName]: (payload: z.infer<(typeof serverEvents)[Name]['schema']>) => void;
};

/** The path of the socket's endpoint. */
export const socketPath = '/socket.io/';
