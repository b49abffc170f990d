/** Whether PostgreSQL refused a row because its name, or another key of its own, is there already. */
export function isNameTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}
