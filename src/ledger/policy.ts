import { permission } from '#platform/policy.ts';

/** Finance and the owner read the whole book. */
export const readLedger = permission('ledger.read', { finance: 'any', owner: 'any' });
