/** An id that no other thing has; also where the page is not by https, and randomUUID is missing. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
