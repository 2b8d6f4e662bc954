/** Structured lines; never a secret, an address of a person or a body. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Writes one JSON object a line to `write`. */
export function jsonLog(
  write: (line: string) => void,
  clock: () => Date = () => new Date(),
): Logger {
  const line = (level: string, message: string, fields: Readonly<Record<string, unknown>> = {}) =>
    write(`${JSON.stringify({ at: clock().toISOString(), level, message, ...fields })}\n`);
  return {
    info: (message, fields) => line('info', message, fields),
    error: (message, fields) => line('error', message, fields),
  };
}

/** Writes short lines for a person at a terminal. */
export function readableLog(write: (line: string) => void): Logger {
  const line = (sign: string, message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const { stack, name: _name, ...rest } = fields;
    const told = Object.entries(rest).map(([name, value]) => `${name}: ${String(value)}`);
    const details = told.length > 0 ? ` (${told.join(', ')})` : '';
    write(`${sign} ${message}${details}\n${typeof stack === 'string' ? `${stack}\n` : ''}`);
  };
  return {
    info: (message, fields) => line(' ', message, fields),
    error: (message, fields) => line('!', message, fields),
  };
}

/** Says nothing. */
export const silentLog: Logger = { info: () => undefined, error: () => undefined };

/** What of an error belongs in a log: its name, message, code and stack. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = 'code' in error ? { code: error.code } : {};
  return { error: error.message, name: error.name, ...code, stack: error.stack };
}

/** Work that was cut short because the house closes: it is still owed, and nothing is wrong. */
export class CutShort extends Error {
  override readonly name = 'CutShort';

  constructor(what: string) {
    super(`${what} was cut short, because the house closes`);
  }
}
