import { AlertEvent } from '@/lib/alerts/schemas';
import type { AlertEvent as Row } from '@/server/database/generated/client';

const { stage, actor, subject } = AlertEvent.shape;

/** An entry of a timeline. Throws ZodError for a row that this program did not write. */
export function viewOfEvent(row: Omit<Row, 'tenantId' | 'alertId'>): AlertEvent {
  return { id: row.id.toString(), at: row.at.getTime(), stage: stage.parse(row.stage), outcome: row.outcome, reason: row.reason, actor: actor.parse(row.actor), subject: subject.parse(row.subject) };
}

