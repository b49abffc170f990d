import { dns } from './dns';
import { heartbeat } from './heartbeat';
import { http } from './http';
import type { CheckKind } from './kind';
import { ping } from './ping';
import { postgres } from './postgres';
import { promql } from './promql';
import { redis } from './redis';
import { tcp } from './tcp';
import { tls } from './tls';

/** Every kind of check, in the order in which they are offered. */
export const checkKinds: readonly CheckKind[] = [http, heartbeat, ping, tcp, tls, dns, postgres, redis, promql].map(generally);

/** Null when there is none of that name. */
export function checkKindOf(kind: string): CheckKind | null {
  return checkKinds.find((each) => each.kind === kind) ?? null;
}

/** A kind takes its own settings only; who calls it parses them by its schema first. */
function generally(kind: { kind: string }): CheckKind {
  return kind as CheckKind;
}
