import { decimalMoney, formatMoney, money, parseMoney } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';

export { saySize } from '#kernel/size.ts';

/** `¥1,299.50`, of whole minor units; a dash where there is none. */
export function sayMoney(amount: number | null | undefined): string {
  return amount === null || amount === undefined ? '—' : formatMoney(money(amount));
}

/** `2026-11-21 18:05` in Beijing time; a dash where there is none. */
export function sayInstant(at: string | null | undefined): string {
  return at ? formatInstant(new Date(at)) : '—';
}

/** `20%`, `12.5%`, of basis points. */
export function sayPercent(bps: number): string {
  return `${bps / 100}%`;
}

/** What an amount field shows for minor units, and back: `99.50` ↔ 9950. */
export function moneyText(amount: number | null | undefined): string {
  return amount === null || amount === undefined ? '' : decimalMoney(money(amount));
}

/** Minor units of what was typed; undefined when it is no amount. */
export function readMoney(text: string): number | undefined {
  return parseMoney(text);
}

/** Hundredths of a number in a field: minor units of yuan, basis points of a percentage; 0 where nothing was typed. */
export function hundredths(typed: number | null | undefined): number {
  return Math.round((typed ?? 0) * 100);
}

/** `3,081`: a count as both languages group it. */
export function sayCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** What a field for an instant shows, in Beijing time: `2026-11-30T08:00`; empty where there is none. */
export function instantText(at: string | null | undefined): string {
  return at ? formatInstant(new Date(at)).replace(' ', 'T') : '';
}

/** The instant that was typed in Beijing time, with its zone; undefined when it is none. */
export function readInstant(text: string): string | undefined {
  const at = new Date(`${text}${text.length === 16 ? ':00' : ''}+08:00`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
