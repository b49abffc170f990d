import type { Actor } from '@/lib/context';
import type { AlertActor } from './schemas';

/** Who acts, as timelines and silences keep it: with the name of then, which stays readable when the person or key is gone. */
export function alertActorOf(actor: Actor): AlertActor {
  switch (actor.kind) {
    case 'user':
      return { kind: 'user', id: actor.id, name: actor.name ?? actor.email };
    case 'key':
      return { kind: 'key', id: actor.id, name: actor.name };
    case 'system':
      return { kind: 'system', id: actor.job, name: 'Nines' };
  }
}
