import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';
import { Badge } from '#ui/badge.tsx';
import { Button, LinkButton } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { Meta } from '#ui/meta.tsx';
import type { Fapiao, FapiaoState } from '../types.ts';
import { wordsIn } from '../words/pages.ts';
import { fapiaoStateWords } from '../words/states.ts';

interface Props {
  readonly locale: Locale;
  readonly fapiao: Fapiao;
}

const heads = {
  requested: 'fapiaoTitle',
  issued: 'issued',
  red_owed: 'issued',
  red: 'red',
  refused: 'refused',
  withdrawn: 'withdrawn',
} as const satisfies Record<FapiaoState, Parameters<ReturnType<typeof wordsIn>>[0]>;

/** One fapiao as its buyer sees it: how it stands, what it says, and where it can be had. */
export function FapiaoStanding({ locale, fapiao }: Props): ReactNode {
  const t = wordsIn(locale);
  const { state, title, taxNumber, email, amount, number, issuedOn } = fapiao;
  const facts = [
    title,
    ...(taxNumber ? [taxNumber] : []),
    ...(amount === null ? [] : [`${t('amount')} ${formatMoney(amount)}`]),
    ...(number === null ? [] : [`${t('number')} ${number}`]),
    ...(issuedOn === null ? [] : [`${t('issuedOn')} ${issuedOn}`]),
    email,
  ];
  return (
    <section className="panel stack">
      <div className="cluster cluster-apart">
        <h2>{t(heads[state])}</h2>
        <Badge tone={state === 'issued' ? 'success' : 'accent'}>
          {fapiaoStateWords[state][locale]}
        </Badge>
      </div>
      <Meta items={facts} />
      {fapiao.reason && <p>{fapiao.reason}</p>}
      {state === 'requested' && <Waiting {...{ locale, fapiao }} />}
      {number !== null && <Document {...{ locale, fapiao }} />}
      <Letters {...{ locale, fapiao }} />
    </section>
  );
}

function Waiting({ locale, fapiao }: Props): ReactNode {
  const t = wordsIn(locale);
  return (
    <>
      <p>{t('requested', { at: formatInstant(fapiao.dueAt) })}</p>
      <Form
        locale={locale}
        action={localePath(locale, `/orders/${fapiao.orderId}/fapiao/withdrawal`)}
      >
        <Button variant="quiet">{t('withdraw')}</Button>
      </Form>
    </>
  );
}

function Document({ locale, fapiao: { id, fileName, link } }: Props): ReactNode {
  const t = wordsIn(locale);
  if (fileName === null && link === '') return <p>{t('fileSoon')}</p>;
  return (
    <div className="cluster">
      {fileName !== null && (
        <LinkButton variant="primary" href={`/fapiao/${id}/file`} download>
          {t('download')}
        </LinkButton>
      )}
      {link !== '' && <LinkButton href={link}>{t('open')}</LinkButton>}
    </div>
  );
}

/** What of it was taken back, or is to be. */
function Letters({ locale, fapiao: { letters } }: Props): ReactNode {
  const t = wordsIn(locale);
  const owed = letters.filter(({ number }) => number === null);
  const sum = owed.reduce((all, { amount }) => all + amount, 0);
  return (
    <>
      {sum > 0 && <p>{t('redOwed', { amount: formatMoney(money(sum)) })}</p>}
      {letters.map(
        ({ id, amount, number, issuedOn }) =>
          number !== null && (
            <p key={id}>
              {t('redDone', { amount: formatMoney(amount), number, day: issuedOn ?? '' })}
            </p>
          ),
      )}
    </>
  );
}
