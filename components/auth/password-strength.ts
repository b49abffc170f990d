export const shortestPassword = 12;

export interface PasswordHint {
  length: number;
  /** Long enough to be taken. */
  isLongEnough: boolean;
  words: string;
}

/** A hint in words. Length decides; a password of one repeated or stepping pattern is called weak at any length. */
export function describePassword(password: string): PasswordHint {
  const length = [...password].length;
  const isLongEnough = length >= shortestPassword;
  if (length === 0) return { length, isLongEnough, words: `At least ${shortestPassword} characters. A few unrelated words are good.` };
  if (!isLongEnough) return { length, isLongEnough, words: `${length} of at least ${shortestPassword} characters` };
  const distinct = new Set(password).size;
  if (distinct <= 4 || isSequence(password)) return { length, isLongEnough, words: `${length} characters, weak: easy to guess` };
  if (length >= 20) return { length, isLongEnough, words: `${length} characters, strong` };
  if (length >= 16) return { length, isLongEnough, words: `${length} characters, good` };
  return { length, isLongEnough, words: `${length} characters, fair: longer is better` };
}

/** Each character follows the one before by the same step, as in `abcdefghijkl` and `123456789012`. */
function isSequence(password: string): boolean {
  const steps = new Set<number>();
  for (let index = 1; index < password.length; index += 1) {
    const step = password.charCodeAt(index) - password.charCodeAt(index - 1);
    steps.add(step === -9 ? 1 : step);
  }
  return steps.size <= 1;
}
