import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { classes } from './classes.ts';
import { uiWords } from './words.ts';

interface PriceProps {
  readonly locale: Locale;
  /** Whole minor units: 19900 is ¥199. */
  readonly amount: number;
  readonly currency?: string | undefined;
  /** The price it is measured against, in minor units; shown struck through. */
  readonly was?: number | undefined;
  readonly note?: string | undefined;
  readonly size?: 'medium' | 'large' | undefined;
}

/** A price; zero reads as free. */
export function Price(props: PriceProps): ReactNode {
  const { locale, amount, currency = 'CNY', was, note, size } = props;
  const words = uiWords(locale);
  return (
    <span className={classes('price', size === 'large' && 'price-large')}>
      <span className="price-now">
        {amount === 0 ? words.free : formatPrice(locale, amount, currency)}
      </span>
      {was !== undefined && was > amount && (
        <s className="price-was">
          <span className="visually-hidden">{words.was} </span>
          {formatPrice(locale, was, currency)}
        </s>
      )}
      {note && <span className="price-note">{note}</span>}
    </span>
  );
}

interface PriceFormat {
  readonly format: Intl.NumberFormat;
  readonly minorUnits: number;
}

const formats = new Map<string, PriceFormat>();

function formatPrice(locale: Locale, amount: number, currency: string): string {
  const key = `${locale} ${currency}`;
  const known = formats.get(key) ?? formatOf(locale, currency);
  formats.set(key, known);
  return known.format.format(amount / known.minorUnits);
}

function formatOf(locale: Locale, currency: string): PriceFormat {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
  return { format, minorUnits: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
}
