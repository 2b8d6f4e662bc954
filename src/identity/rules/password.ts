import { commonPasswords } from './common-passwords.ts';

export const passwordMin = 8;
export const passwordMax = 128;

/** Why a password will not do. */
export type PasswordFault = 'too_short' | 'too_long' | 'too_common';

/** What is wrong with `password`, or undefined. Length counts (NIST SP 800-63B §3.1.1); kinds of characters do not. */
export function faultOfPassword(
  password: string,
  ownWords: readonly string[] = [],
): PasswordFault | undefined {
  const length = Array.from(password.normalize('NFKC')).length;
  if (length < passwordMin) return 'too_short';
  if (length > passwordMax || password.length > 4 * passwordMax) return 'too_long';
  const plain = password.normalize('NFKC').toLowerCase();
  const own = ownWords.filter((word) => word.length >= 4).map((word) => word.toLowerCase());
  const isCommon =
    commonPasswords.has(plain) || new Set(plain).size <= 2 || isRun(plain) || own.includes(plain);
  return isCommon ? 'too_common' : undefined;
}

/** Whether the characters only count up or down, such as `23456789`. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  const step = codes[1]! - codes[0]!;
  return (
    Math.abs(step) <= 1 && codes.slice(1).every((code, index) => code === codes[index]! + step)
  );
}
