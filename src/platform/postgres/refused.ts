/** PostgreSQL cannot be started here; the message is one sentence an operator can act on. */
export class PostgresRefused extends Error {
  override readonly name = 'PostgresRefused';
}

/** The `code` of a system or database error, or undefined when it has none. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
