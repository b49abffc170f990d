import type { HealthReading } from './metrics';

/** A part of the system that could not be read, and why. Its readings are absent, never zero. */
export interface UnknownSource {
  source: string;
  reason: string;
}

/** What one tick of the collector saw. */
export interface HealthSample {
  /** Milliseconds since 1970 of the second that the tick stands for. */
  at: number;
  /** Counts ticks since the start of the process, so that a receiver sees a loss. */
  seq: number;
  /** How late the tick started after its due time, in milliseconds. */
  latenessMs: number;
  /** The host's name. */
  instance: string;
  readings: HealthReading[];
  unknown: UnknownSource[];
}
