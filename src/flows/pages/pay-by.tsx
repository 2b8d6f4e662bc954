import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { sayGateway } from '#payment/words.ts';
import { CheckField } from '#ui/field.tsx';
import { wordsIn } from '../words.ts';

/** The ways to pay, the site's first one chosen; nothing where there is no choice. */
export function PayBy({
  locale,
  gateways,
}: {
  readonly locale: Locale;
  readonly gateways: readonly string[];
}): ReactNode {
  if (gateways.length < 2) return null;
  return (
    <fieldset className="stack">
      <legend>{wordsIn(locale)('payBy')}</legend>
      {gateways.map((name, place) => (
        <CheckField
          key={name}
          locale={locale}
          type="radio"
          name="gateway"
          id={`gateway-${name}`}
          value={name}
          checked={place === 0}
          label={sayGateway(name, locale)}
        />
      ))}
    </fieldset>
  );
}
