import { permission } from '#platform/policy.ts';

/** Everybody may ask to get in: register, log in, reset a password. */
export const mayEnter = permission('identity.enter', { visitor: 'any' });

/** Everybody may ask who they are. */
export const mayAskWho = permission('identity.who', { visitor: 'any' });

/** Everybody with an account sees and changes their own, and their devices. */
export const mayUseAccount = permission('identity.account', { learner: 'own' });

/** The owner, finance and reviewers look people up; others see themselves. */
export const mayReadUser = permission('identity.read', {
  learner: 'own',
  reviewer: 'any',
  finance: 'any',
  owner: 'any',
});

/** Only the owner goes through the list of people. */
export const mayListUsers = permission('identity.list', { owner: 'any', finance: 'any' });

/** The owner sees whole addresses, and everybody their own; others see them masked. */
export const mayReadContact = permission('identity.read_contact', { learner: 'own', owner: 'any' });

/** The owner makes accounts for others. */
export const mayCreateUser = permission('identity.create', { owner: 'any' });

/** The owner gives and takes roles. */
export const mayGrantRole = permission('identity.grant', { owner: 'any' });

/** The owner bans, and lifts bans. */
export const mayBan = permission('identity.ban', { owner: 'any' });

/** On a development machine whoever sits at it reads what was sent; elsewhere there is nothing to read. */
export const mayReadOutbox = permission('identity.read_outbox', { visitor: 'any' });
