import { z } from 'zod';
import { tidy } from '#kernel/text.ts';
import { isTaxNumber, tidyTaxNumber } from './rules.ts';
import { fapiaoStates, titleKinds } from './types.ts';

const text = (min: number, max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(tidy)
    .pipe(z.string().min(min).max(max));

/** Whom an invoice is made out to, as they say it. */
export const InvoiceBuyer = z.object({
  name: text(1, 100),
  address: text(0, 200).default(''),
  taxNumber: text(0, 30).default(''),
});
export type InvoiceBuyer = z.infer<typeof InvoiceBuyer>;

export const InvoiceId = z.object({ id: z.uuid() });

/** What the form of a fapiao is filled in with; a person has no tax number. */
export const FapiaoWish = z.object({
  kind: z.enum(titleKinds),
  title: text(1, 100),
  taxNumber: z.string().max(60).transform(tidyTaxNumber).default(''),
  email: z.email().max(200),
});
export type FapiaoWish = z.infer<typeof FapiaoWish>;

/** Whether a wish names a company's number that can be one. */
export function hasTaxNumber({ kind, taxNumber }: Pick<FapiaoWish, 'kind' | 'taxNumber'>): boolean {
  return kind === 'personal' || isTaxNumber(taxNumber);
}

/** Of the tax office: twenty digits, or a code and a number of eight together. */
const Number = z
  .string()
  .transform((number) => number.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^(?:\d{18}|\d{20})$/));
const Link = z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(500)]).default('');

/** A fapiao as staff issued it; another amount than the order's is refused. */
export const IssuedFapiao = z.object({
  number: Number,
  issuedOn: z.iso.date(),
  amount: z.int().positive(),
  link: Link,
});
export type IssuedFapiao = z.infer<typeof IssuedFapiao>;

export const IssuedLetter = z.object({ number: Number, issuedOn: z.iso.date() });
export type IssuedLetter = z.infer<typeof IssuedLetter>;

/** Why a fapiao is refused, for its buyer to read. */
export const FapiaoRefusal = z.object({ reason: text(1, 300) });

export const FapiaoQuery = z.object({
  state: z.enum(fapiaoStates).optional(),
  number: z
    .string()
    .trim()
    .regex(/^\d{18}$/)
    .optional(),
  /** Only what should have been issued by now. */
  late: z
    .enum(['yes', 'no'])
    .transform((word) => word === 'yes')
    .optional(),
});
export type FapiaoQuery = z.infer<typeof FapiaoQuery>;

const LetterItem = z.object({
  id: z.uuid(),
  amount: z.int(),
  owedAt: z.iso.datetime(),
  number: z.string().nullable(),
  issuedOn: z.iso.date().nullable(),
});

/** A fapiao as staff see it. */
export const FapiaoItem = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string(),
  buyerName: z.string(),
  /** What the order bought. */
  sold: z.string(),
  state: z.enum(fapiaoStates),
  kind: z.enum(titleKinds),
  title: z.string(),
  taxNumber: z.string(),
  email: z.string(),
  requestedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  isLate: z.boolean(),
  /** What it is to say, or says. */
  amount: z.int(),
  number: z.string().nullable(),
  issuedOn: z.iso.date().nullable(),
  link: z.string(),
  fileName: z.string().nullable(),
  reason: z.string(),
  letters: z.array(LetterItem),
});
export type FapiaoItem = z.infer<typeof FapiaoItem>;

/** A table of what was issued: as CSV with a header, one fapiao a line. */
export const FapiaoFile = z.object({ csv: z.string().max(1_000_000) });

/** How many lines were entered, and why others were not. */
export const FapiaoImported = z.object({
  issued: z.int(),
  problems: z.array(z.object({ line: z.int(), text: z.string() })),
});
export type FapiaoImported = z.infer<typeof FapiaoImported>;
