/**
 * Composed, trimmed, single-spaced text without control characters: what people may type as a name or a title. Full-width
 * punctuation stays what it is; what must compare equal is folded with `fold`.
 */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** `text` as it is compared and searched: compatibility forms made one (NFKC), lower case. */
export function fold(text: string): string {
  return tidy(text.normalize('NFKC')).toLowerCase();
}

/** The first `limit` characters (code points) of `text`, with an ellipsis when something was left off. */
export function truncate(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit
    ? text
    : `${points
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

/** An address-safe name: letters of any script, digits and hyphens, lower case, at most `limit` characters. */
export function slugify(text: string, limit = 80): string {
  const slug = fold(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return Array.from(slug).slice(0, limit).join('') || 'untitled';
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `text` as HTML text or as a quoted attribute value. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character]!);
}

/** A CSV cell (RFC 4180) that no spreadsheet takes for a formula (OWASP: CSV injection). */
export function csvCell(value: string | number | boolean | null | undefined): string {
  const text = String(value ?? '');
  const isFormula =
    typeof value === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-\d+(\.\d+)?$/.test(text);
  // A spreadsheet would round a long number in digits; with a tab behind it, it stays a text.
  const isNumber = typeof value === 'string' && /^\d{12,}$/.test(text);
  const safe = isFormula ? `'${text}` : isNumber ? `${text}\t` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A name for people who do not know its owner: the first character alone. */
export function maskName(name: string): string {
  const [first = '*'] = name;
  return `${first}**`;
}
