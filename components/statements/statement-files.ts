/** The names of the files of a statement. */
export interface StatementFiles {
  json: string;
  signature: string;
  publicKey: string;
}

/** They go by the number, or where that cannot be read any more by the id. */
export function filesOf(number: number | null, id: string): StatementFiles {
  const name = `statement-${number ?? id}`;
  return { json: `${name}.json`, signature: `${name}.sig`, publicKey: 'statement-key.pem' };
}

/** The bytes of a text in base64; null where it is none. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
