import type { ReactNode } from 'react';
import type { AuditItem } from '#audit/schema.ts';
import type { Locale } from '#kernel/locale.ts';
import { sayInstant, sayMoney, sayPercent } from '#studio/format.ts';
import { usePreferences } from '#studio/preferences.tsx';
import { detailWords, valueWords } from '../words.ts';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** What was written down of a deed, each thing by its name. */
export function Detail({ item: { detail, names } }: { item: AuditItem }): ReactNode {
  const { locale } = usePreferences();
  const entries = Object.entries(detail).filter(([, value]) => isTold(value));
  if (entries.length === 0) return '—';
  return (
    <ul className="plain-list">
      {entries.map(([name, value]) => (
        <li key={name}>
          <span className="quiet">{detailWords[name]?.[locale] ?? name}</span>{' '}
          {say(name, value, names, locale)}
        </li>
      ))}
    </ul>
  );
}

function isTold(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

const numbers: Readonly<Record<string, (value: number) => string>> = {
  amount: sayMoney,
  minPayout: sayMoney,
  bps: sayPercent,
};

function say(name: string, value: unknown, names: AuditItem['names'], locale: Locale): string {
  if (typeof value === 'number') return (numbers[name] ?? String)(value);
  if (typeof value === 'string') return names[value] ?? sayText(name, value, locale);
  if (Array.isArray(value)) return value.map((one) => say(name, one, names, locale)).join(' · ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, one]) => `${detailWords[key]?.[locale] ?? key} ${say(key, one, names, locale)}`)
    .join('  ');
}

function sayText(name: string, text: string, locale: Locale): string {
  const word = valueWords[name]?.[text]?.[locale];
  if (word !== undefined) return word;
  return instant.test(text) ? sayInstant(text) : text || '—';
}
