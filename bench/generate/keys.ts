import { createHash } from 'node:crypto';

/** The password of every generated member. */
export const memberPassword = 'bench-Zhi-Xing-2026';

/** The session token of generated person `n`: as long and as opaque as a real one. */
export function sessionToken(n: number): string {
  return createHash('sha256').update(`bench session ${n}`).digest('base64url');
}

/** Staff are numbered below the members, who begin at 1. */
export const staff = { owner: 0, finance: -1, reviewer: -2 } as const;

export function memberEmail(n: number): string {
  return `member${n}@bench.example`;
}
