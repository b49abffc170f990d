import { hash, verify } from '@node-rs/argon2';
import { AppError } from '@/lib/errors';

/** argon2id with OWASP's first choice of cost: 19 MiB, 2 passes, 1 lane. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const maxWaiting = 32;
const maxRunning = 2;

let running = 0;
const waiting: (() => void)[] = [];
let decoy: Promise<string> | null = null;

export async function hashPassword(password: string): Promise<string> {
  return limited(() => hash(password, cost));
}

/** Whether the password is right. An account that does not exist costs the same time as one that does. */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash('an account that nobody has', cost);
  const target = storedHash ?? (await decoy);
  const matches = await limited(() => verify(target, password));
  return storedHash !== null && matches;
}

/** Hashing is made to cost memory and time: a crowd at the door waits, and a mob is turned away. */
async function limited<T>(work: () => Promise<T>): Promise<T> {
  if (running >= maxRunning) {
    if (waiting.length >= maxWaiting) {
      throw new AppError('too_many_requests', 'Too many people sign in at this moment. Try again in a few seconds.', { retryAfterSeconds: 5 });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
