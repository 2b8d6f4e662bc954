import type { Finding } from '../types.ts';
import { endOf, foldText, stringOf } from './fold.ts';

const patterns = {
  phone:
    /(?<![\d.])(?:\+?86[- ]?)?1[3-9](?:[- .·]?\d){9}(?![\d.]*\d)|(?<![\d-])0[1-9]\d{1,2}-[2-9]\d{6,7}(?!\d)/g,
  id_card: /(?<!\d)[1-9]\d{16}[\dx](?![\da-z])/g,
  email:
    /(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}(?![a-z0-9-])/g,
} as const;
type Personal = keyof typeof patterns;

/** Phone numbers, identity numbers and addresses of people in a text, whatever digits they are written in. */
export function findPersonal(text: string): Finding[] {
  const { units, at } = foldText(text);
  const folded = stringOf(units);
  return (Object.keys(patterns) as Personal[]).flatMap((kind) =>
    [...folded.matchAll(patterns[kind])]
      .filter(([found]) => kind !== 'id_card' || isIdentityNumber(found))
      .map(({ 0: found, index }) => ({
        kind,
        severity: 'review' as const,
        start: at[index]!,
        end: endOf(text, at[index + found.length - 1]!),
        detail: '',
      })),
  );
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Whether 18 digits are a Chinese identity number: a day that was, and the right check digit (GB 11643-1999). */
export function isIdentityNumber(digits: string): boolean {
  const [year, month, day] = [digits.slice(6, 10), digits.slice(10, 12), digits.slice(12, 14)];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number(year) < 1_800 || Number(year) > 2_100) return false;
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return '10x98765432'[sum % 11] === digits[17];
}
