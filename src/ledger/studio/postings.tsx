import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import type { TransactionItem } from '#ledger/schema.ts';
import { sayMoney } from '#studio/format.ts';
import { usePreferences } from '#studio/preferences.tsx';
import { accountWords } from '../words.ts';

const known: Readonly<Record<string, { readonly [L in Locale]: string }>> = accountWords;

/** What an account is called: its kind, then the gateway or the end of the creator's id. */
function nameOf(code: string, locale: Locale): string {
  const [place = '', which = '', kind] = code.split(':');
  const name = (known[code] ?? known[kind ?? place])?.[locale];
  if (name === undefined) return code;
  if (kind !== undefined) return `${name} …${which.slice(-4)}`;
  return ofGateways.has(place) ? `${name} ${which}` : name;
}

/** Places of which each gateway has one. */
const ofGateways = new Set(['gateway', 'gateway_fee', 'suspense', 'held']);

/** An account by its name; its code for those who point at it. */
export function AccountName({ code }: { code: string }): ReactNode {
  const { locale } = usePreferences();
  return <span title={code}>{nameOf(code, locale)}</span>;
}

/** Movements of money, each from an account to another. */
export function Postings({ movements }: { movements: TransactionItem['movements'] }): ReactNode {
  return (
    <ul className="postings">
      {movements.map(({ source, destination, amount }) => (
        <li key={`${source} ${destination}`}>
          <AccountName code={source} /> → <AccountName code={destination} />{' '}
          <b className="number">{sayMoney(amount)}</b>
        </li>
      ))}
    </ul>
  );
}
