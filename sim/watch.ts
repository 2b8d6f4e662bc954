import { GatewayRefused, GatewayUnavailable } from '#platform/gateway/gateway.ts';
import type { Logger } from '#platform/log.ts';
import { isCrash, type CrashRoom } from './crash.ts';
import type { Violation } from './invariants/invariant.ts';

/** Sees what no row tells: faults of ours, and what the provider scolds us for. */
export interface Watch {
  readonly log: Logger;
  /** Looks at an answer of the provider. */
  readonly hear: (url: string, response: Response) => Promise<void>;
  /** Notes an error that left a reaction or a sweep, unless it is a crash or a provider that is not there. */
  readonly note: (where: string, error: unknown) => void;
  readonly violations: () => Violation[];
}

// What a caller with its keys in order never hears: another amount under an old number, more back than was paid.
const scoldings = new Set(['INVALID_REQUEST', 'OUT_TRADE_NO_USED', 'ALREADY_EXISTS', 'SIGN_ERROR']);

/** What is judged by what the house and the provider said, and not by rows. */
export const heardRules = {
  broke: { id: 'I0', says: 'The house refuses what it will not do; it never breaks.' },
  scolded: {
    id: 'I17b',
    says: 'The provider never hears one number with two contents, nor an over-refund.',
  },
} as const;

const faultMessages = /request failed|went wrong|does not balance/;

export function openWatch(room: CrashRoom): Watch {
  const found: Violation[] = [];
  const { broke, scolded } = heardRules;
  const isOurs = () => room.current()?.isDead !== true;
  return {
    log: {
      info: () => undefined,
      error: (message, fields = {}) => {
        const isFault =
          faultMessages.test(message) ||
          ('stack' in fields && !('code' in fields && fields['code'] === 'gateway'));
        if (isFault && isOurs())
          found.push({
            ...broke,
            what: `${message}: ${String(fields['where'] ?? '')} ${describe(fields)}`,
          });
      },
    },
    hear: async (url, response) => {
      if (response.status < 400 || response.status >= 500) return;
      const told = (await response
        .clone()
        .json()
        .catch(() => ({}))) as { code?: string; message?: string };
      // Time passed while the request was on its way: the clock of a simulation leaps.
      const isLeap = told.message?.includes('timestamp') ?? false;
      if (isLeap || !scoldings.has(told.code ?? '')) return;
      found.push({ ...scolded, what: `${new URL(url).pathname}: ${told.code} ${told.message}` });
    },
    note: (where, error) => {
      const isOutside = error instanceof GatewayUnavailable || error instanceof GatewayRefused;
      if (isOutside || isCrash(error) || !isOurs()) return;
      found.push({
        ...broke,
        what: `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      });
    },
    violations: () => [...found],
  };
}

function describe(fields: Readonly<Record<string, unknown>>): string {
  const stack = String(fields['stack'] ?? fields['error'] ?? JSON.stringify(fields));
  return stack
    .split('\n')
    .filter((line) => !line.includes('node_modules') && !line.includes('node:'))
    .slice(0, 8)
    .join('\n');
}
