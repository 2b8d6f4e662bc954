import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import type { FormProblem } from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { InputField, TextAreaField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import type { GoodItem } from '../schema.ts';
import type { Parcel } from '../types.ts';
import { goodStateWords, wordsIn } from '../words.ts';

interface RedeemProps {
  readonly locale: Locale;
  readonly good: GoodItem;
  /** What the reader has; undefined: nobody is signed in. */
  readonly balance: number | undefined;
  /** Drawn for this form, so that a second click is the same redemption. */
  readonly formKey: string;
  /** Where the last thing was sent. */
  readonly parcel: Parcel | undefined;
  readonly problem: FormProblem | undefined;
}

/** What it takes and what is left, and the button that does it; says why where it cannot be done. */
export function RedeemForm(props: RedeemProps): ReactNode {
  const { locale, good, balance, formKey, problem } = props;
  const t = wordsIn(locale);
  const here = localePath(locale, `/points/mall/${good.id}`);
  if (balance === undefined)
    return (
      <LinkButton
        href={`${localePath(locale, '/login')}?next=${encodeURIComponent(here)}`}
        variant="primary"
        wide
      >
        {t('signInToRedeem')}
      </LinkButton>
    );
  const rest = balance - good.price;
  if (good.state !== 'open' || rest < 0)
    return (
      <>
        {problem && (
          <Notice tone="error" live>
            {problem.message}
          </Notice>
        )}
        {good.state === 'open' ? (
          <TooFew locale={locale} balance={balance} short={-rest} />
        ) : (
          !problem && <Notice>{goodStateWords[good.state][locale]}</Notice>
        )}
      </>
    );
  const isSent = good.kind === 'physical';
  return (
    <section className="panel stack">
      <h2>{t('confirm')}</h2>
      <p>{t('youHave', { balance, rest })}</p>
      <Form
        locale={locale}
        action={here}
        hidden={{ key: formKey, price: String(good.price) }}
        errors={problem ? [{ text: problem.message }] : []}
      >
        {isSent && <AddressFields {...props} />}
        <p>{t(isSent ? 'confirmNotePhysical' : 'confirmNote')}</p>
        <Button variant="primary" wide>
          {t('redeem', { n: good.price })}
        </Button>
      </Form>
    </section>
  );
}

interface TooFewProps {
  readonly locale: Locale;
  readonly balance: number;
  readonly short: number;
}

function TooFew({ locale, balance, short }: TooFewProps): ReactNode {
  const t = wordsIn(locale);
  return (
    <>
      <Notice>{t('tooFew', { balance, short })}</Notice>
      <LinkButton href={localePath(locale, '/points')} wide>
        {t('toPoints')}
      </LinkButton>
    </>
  );
}

function AddressFields({ locale, parcel, problem }: RedeemProps): ReactNode {
  const t = wordsIn(locale);
  const field = (name: keyof Parcel) => ({
    locale,
    name,
    label: t(name),
    value: problem?.values[name] ?? parcel?.[name],
  });
  return (
    <>
      <InputField {...field('receiver')} autoComplete="name" maxLength={60} />
      <InputField
        {...field('phone')}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={30}
      />
      <TextAreaField {...field('address')} maxLength={200} rows={3} />
    </>
  );
}
