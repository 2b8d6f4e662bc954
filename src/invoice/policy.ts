import { permission } from '#platform/policy.ts';

/** Buyers have their own orders invoiced; finance and the owner do it for anybody. */
export const issueInvoices = permission('invoice.issue', {
  learner: 'own',
  finance: 'any',
  owner: 'any',
});

/** Buyers read the documents of their own orders; finance and the owner read all. */
export const readInvoices = permission('invoice.read', {
  learner: 'own',
  finance: 'any',
  owner: 'any',
});

/** Buyers ask for a fapiao of their own orders, and take that back. */
export const askFapiao = permission('fapiao.ask', { learner: 'own' });

/** Buyers follow their own fapiao; finance and the owner see all. */
export const readFapiao = permission('fapiao.read', {
  learner: 'own',
  finance: 'any',
  owner: 'any',
});

/** Finance and the owner issue fapiao and red letters, or say why not. */
export const keepFapiao = permission('fapiao.keep', { finance: 'any', owner: 'any' });
