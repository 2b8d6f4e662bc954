import type { ReactNode } from 'react';
import type { OwnPromotion } from '#affiliate/schema.ts';
import { wordsIn } from '#affiliate/words.ts';
import { localePath, type Locale } from '#kernel/locale.ts';
import { decimalMoney, formatMoney, money } from '#kernel/money.ts';
import type { ShareBalance } from '#payout/schema.ts';
import type { FormProblem } from '#platform/http/route.ts';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { CheckField, InputField, TextAreaField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { Stats } from '#ui/stat.tsx';

interface Part {
  readonly locale: Locale;
  readonly own: OwnPromotion;
}

const percent = (bps: number) => `${bps / 100}%`;

/** What a promoter gets, and how their promotion stands where it does not go on. */
export function Standing({ locale, own }: Part): ReactNode {
  const t = wordsIn(locale);
  const { state, reason, level1Bps, level2Bps, frozenDays } = own;
  if (state === 'ended')
    return (
      <Notice tone="warning" title={t('ended', { reason })}>
        {t('endedText')}
      </Notice>
    );
  if (own.mode === 'off' && state !== 'active') return null;
  return (
    <>
      <p>{t('lead', { percent: percent(level1Bps), days: String(frozenDays) })}</p>
      {level2Bps > 0 && <p>{t('second', { percent: percent(level2Bps) })}</p>}
      {state === 'active' && (
        <Stats
          items={[
            { label: t('visits'), value: String(own.visits) },
            { label: t('customers'), value: String(own.customers) },
          ]}
        />
      )}
    </>
  );
}

/** The way to become a promoter, as far as there is one. */
export function Joining({
  locale,
  own,
  problem,
}: Part & { readonly problem: FormProblem | undefined }): ReactNode {
  const t = wordsIn(locale);
  const { mode, state, reason } = own;
  if (mode === 'off') return <EmptyState title={t('closed')} text={t('closedText')} />;
  if (mode === 'appointment') return <EmptyState title={t('closed')} text={t('appointed')} />;
  if (state === 'waiting') return <Notice>{t('waiting')}</Notice>;
  return (
    <>
      {state === 'refused' && <Notice tone="warning">{t('refused', { reason })}</Notice>}
      <h2>{t('join')}</h2>
      <p>{t('joinText')}</p>
      <h3>{t('terms')}</h3>
      {(own.text || t('noTerms')).split('\n').map((line) => (
        <p key={line}>{line}</p>
      ))}
      <Form
        locale={locale}
        action={localePath(locale, '/account/promotion')}
        errors={problem ? [{ field: 'agreed', text: problem.message }] : []}
      >
        {mode === 'application' && (
          <TextAreaField
            locale={locale}
            name="note"
            label={t('note')}
            optional
            value={problem?.values['note']}
          />
        )}
        <CheckField locale={locale} name="agreed" value="yes" label={t('agree')} />
        <Button variant="primary">{t('ask')}</Button>
      </Form>
    </>
  );
}

interface LinksProps {
  readonly locale: Locale;
  readonly code: string;
  readonly publicUrl: string;
  /** The address of the page that shall be a link. */
  readonly wanted: string | undefined;
}

/** The short link to a page of ours; undefined for an address elsewhere. */
function linkTo({ code, publicUrl }: LinksProps, wanted: string): string | undefined {
  const url = URL.parse(wanted.trim(), publicUrl);
  if (!url || url.origin !== new URL(publicUrl).origin) return undefined;
  const path = url.pathname === '/' ? '' : url.pathname;
  return `${publicUrl}/s/${code}${path}${url.search}`;
}

/** A promoter's link to copy, and one to any page that they name. */
export function Links(props: LinksProps): ReactNode {
  const { locale, wanted } = props;
  const t = wordsIn(locale);
  const made = wanted === undefined ? undefined : linkTo(props, wanted);
  return (
    <>
      <h2>{t('link')}</h2>
      <Link locale={locale} id="link" label={t('link')} text={linkTo(props, '/')!} />
      <h2>{t('linkFor')}</h2>
      <Form locale={locale} action={localePath(locale, '/account/promotion')} method="get">
        <InputField
          locale={locale}
          name="page"
          label={t('page')}
          hint={t('pageHint')}
          value={wanted}
          maxLength={500}
          error={wanted !== undefined && made === undefined ? t('notOurs') : undefined}
        />
        <Button>{t('make')}</Button>
      </Form>
      {made && <Link locale={locale} id="made" label={t('linkFor')} text={made} />}
    </>
  );
}

function Link(props: {
  readonly locale: Locale;
  readonly id: string;
  readonly label: string;
  readonly text: string;
}): ReactNode {
  const { locale, id, label, text } = props;
  return (
    <div className="stack">
      <InputField locale={locale} name={id} label={label} value={text} readOnly />
      <p>
        <CopyButton locale={locale} text={text} />
      </p>
    </div>
  );
}

const yuan = (amount: number) => formatMoney(money(amount));

/** What a promoter has: waiting, free, on its way, paid, owed. */
export function Balance({
  locale,
  balance,
}: {
  readonly locale: Locale;
  readonly balance: ShareBalance;
}): ReactNode {
  const t = wordsIn(locale);
  return (
    <>
      <Stats
        items={[
          { label: t('pending'), value: yuan(balance.pending) },
          { label: t('available'), value: yuan(balance.available) },
          { label: t('transit'), value: yuan(balance.inTransit) },
          { label: t('paid'), value: yuan(balance.paidOut) },
          ...(balance.debt > 0 ? [{ label: t('debt'), value: yuan(balance.debt) }] : []),
        ]}
      />
      {balance.debt > 0 && <Notice tone="warning">{t('debtText')}</Notice>}
    </>
  );
}

interface PayoutFormProps {
  readonly locale: Locale;
  readonly balance: ShareBalance;
  readonly problem: FormProblem | undefined;
  readonly action: string;
}

/** What is wrong with a request: with the field that is named, else with the amount. */
function errorsOf(problem: FormProblem | undefined) {
  if (!problem) return [];
  const [field = 'amount'] = Object.keys(problem.fields);
  return [{ field, text: problem.fields[field] ?? problem.message }];
}

/** Asks for a payout; absent while there is too little to ask for. */
export function PayoutForm({ locale, balance, problem, action }: PayoutFormProps): ReactNode {
  const t = wordsIn(locale);
  const { available, leastPayout } = balance;
  if (!problem && (available < leastPayout || available === 0)) return null;
  const { fields = {}, values = {} } = problem ?? {};
  return (
    <>
      <h2>{t('payout')}</h2>
      <Form locale={locale} action={action} errors={errorsOf(problem)}>
        <InputField
          locale={locale}
          name="amount"
          label={t('amount')}
          hint={t('amountHint', { least: yuan(leastPayout) })}
          inputMode="decimal"
          value={values['amount'] ?? decimalMoney(money(available))}
          error={fields['amount']}
        />
        <InputField
          locale={locale}
          name="payee"
          label={t('payee')}
          hint={t('payeeHint')}
          maxLength={64}
          value={values['payee']}
          error={fields['payee']}
        />
        <Button variant="primary">{t('payout')}</Button>
      </Form>
    </>
  );
}
