import { z } from 'zod';
import { caseStates } from './types.ts';

/** Asks for a refund that somebody decides. Staff name an amount (without one: all that is left); a buyer says why. */
export const NewCase = z.object({
  amount: z.int().positive().optional(),
  reason: z.string().trim().min(1).max(500),
});
export type NewCase = z.infer<typeof NewCase>;

/** What staff give back, and what they tell the buyer. */
export const Grant = z.object({
  amount: z.int().positive(),
  answer: z.string().trim().max(500).default(''),
});
export type Grant = z.infer<typeof Grant>;

export const Refusal = z.object({ answer: z.string().trim().min(1).max(500) });

export const CaseFilter = z.object({
  state: z.enum(caseStates).optional(),
  orderId: z.uuid().optional(),
});
export type CaseFilter = z.infer<typeof CaseFilter>;

export const CaseState = z.object({ id: z.uuid(), state: z.enum(caseStates) });

/** A refund that people decide, as it goes over the wire. Who of the staff did what is for staff. */
export const CaseItem = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string(),
  buyerName: z.string(),
  title: z.string(),
  total: z.int(),
  /** What can still be given back. */
  left: z.int(),
  isAsked: z.boolean(),
  reason: z.string(),
  openedAt: z.iso.datetime(),
  state: z.enum(caseStates),
  amount: z.int().nullable(),
  answer: z.string(),
  decidedAt: z.iso.datetime().nullable(),
  proposedBy: z.uuid().nullable(),
  proposedName: z.string().nullable(),
  decidedName: z.string().nullable(),
});
export type CaseItem = z.infer<typeof CaseItem>;
