import { z } from 'zod';

const words = (min: number, max: number) =>
  z.object({ zh: z.string().trim().min(min).max(max), en: z.string().trim().min(min).max(max) });

/** How many days after payment a buyer may have to ask for the money back. */
export const refundWindows = [0, 1, 3, 7, 14, 30] as const;
export const RefundWindow = z.literal(refundWindows);
export type RefundWindow = (typeof refundWindows)[number];

const fields = {
  siteName: words(1, 40),
  slogan: words(0, 120),
  /** Days after payment in which a buyer may ask for a refund, where the creator says nothing else. */
  refundDays: RefundWindow,
  /** The shortest window that a creator can choose. */
  leastRefundDays: RefundWindow,
  /** How much of an order one of the staff may give back alone, in minor units; above it a second one confirms. */
  refundAlone: z.int().min(0).max(100_000_000),
  /** The smallest payout, in minor units. */
  minPayout: z.int().min(1).max(100_000_000),
  /** How much all files of one creator may take together, in MB (millions of bytes). */
  creatorQuotaMb: z.int().min(1).max(1_000_000_000),
  /** How many players of one account may play at once; the one that began first is stopped. 0: as many as they like. */
  playersPerAccount: z.int().min(0).max(100),
  /** On how many devices one account may be signed in; the one that was not seen for longest is signed out. */
  devicesPerAccount: z.int().min(1).max(100),
  /** The gateway that the cashier offers first. */
  defaultGateway: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  /** The registration number (ICP 备案号) that Chinese sites show in the footer; empty hides it. */
  icp: z.string().trim().max(100),
  /** Who sells, as invoices name them; while a field is empty, none is issued. */
  seller: z.object({
    name: z.string().trim().max(100),
    address: z.string().trim().max(200),
    taxNumber: z.string().trim().max(30),
  }),
  /** The tax that prices contain, as invoices state it; 0: they state none. */
  taxBps: z.int().min(0).max(5_000),
};

/** What the operator decides about the site. */
export const SiteSettings = z.object(fields);
export type SiteSettings = Readonly<z.infer<typeof SiteSettings>>;

/** One character that stands for the site, on its seal and its icon. */
export function sealOf({ siteName }: Pick<SiteSettings, 'siteName'>): string {
  return Array.from(siteName.zh)[0] ?? '书';
}

/** How many days a buyer has of what its seller chose (null: nothing): never fewer than the site's least. */
export function refundDaysOf(
  chosen: number | null,
  site: Pick<SiteSettings, 'refundDays' | 'leastRefundDays'>,
): number {
  return Math.max(chosen ?? site.refundDays, site.leastRefundDays);
}

/** Settings to change; the others stay as they are. */
export const SettingsPatch = SiteSettings.partial().strict();
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** What holds until the operator decides otherwise. */
export const defaultSettings: SiteSettings = {
  siteName: { zh: '书院', en: 'Shuyuan' },
  slogan: { zh: '把懂得的，讲给想学的人', en: 'What you know, for those who want to learn' },
  refundDays: 7,
  leastRefundDays: 0,
  refundAlone: 100_000,
  minPayout: 10_000,
  creatorQuotaMb: 50_000,
  playersPerAccount: 2,
  devicesPerAccount: 20,
  defaultGateway: 'sandbox',
  icp: '',
  seller: { name: '', address: '', taxNumber: '' },
  taxBps: 0,
};
