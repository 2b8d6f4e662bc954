import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatMoney } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { FormProblem } from '#platform/http/route.ts';
import { Button } from '#ui/button.tsx';
import { CheckField, InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { leftOf } from '../rules.ts';
import type { Asked } from '../service/ask-fapiao.ts';
import { titleKinds } from '../types.ts';
import { wordsIn } from '../words/pages.ts';

interface FormProps {
  readonly ctx: Ctx;
  readonly asked: Asked;
  /** The earlier title that was chosen. */
  readonly titleId?: string | undefined;
  readonly problem?: FormProblem;
}

/** Asks whom the fapiao is made out to; what the buyer said last time stands there already. */
export function FapiaoForm({ ctx: { locale }, asked, titleId, problem }: FormProps): ReactNode {
  const t = wordsIn(locale);
  const { order, titles, fapiao } = asked;
  const known = titles.find(({ id }) => id === titleId) ?? titles[0];
  const values: Readonly<Record<string, string>> = problem?.values ?? { ...known };
  const faults = faultsOf(problem);
  const field = (name: 'title' | 'taxNumber' | 'email') => ({
    locale,
    name,
    error: faults[name],
    value: values[name],
  });
  const listed = Object.entries(faults).map(([name, text]) => ({ field: name, text }));
  const errors = problem && listed.length === 0 ? [{ text: problem.message }] : listed;
  const here = localePath(locale, `/orders/${order.id}/fapiao`);
  return (
    <>
      <p>{t('fapiaoLead', { amount: formatMoney(leftOf(order)) })}</p>
      <Used {...{ locale, here, titles }} />
      <Form locale={locale} action={here} errors={errors}>
        <Kinds locale={locale} chosen={values['kind'] ?? titleKinds[0]} />
        <InputField
          {...field('title')}
          label={t('title')}
          hint={t('titleHint')}
          autoComplete="organization"
          maxLength={100}
        />
        <InputField
          {...field('taxNumber')}
          label={t('companyNumber')}
          hint={t('companyNumberHint')}
          autoComplete="off"
          maxLength={30}
        />
        <InputField
          {...field('email')}
          label={t('email')}
          type="email"
          autoComplete="email"
          maxLength={200}
        />
        <Button variant="primary">{t(fapiao.length > 0 ? 'askAgain' : 'ask')}</Button>
      </Form>
    </>
  );
}

/** Ways to fill the form in with what was said before. */
function Used({
  locale,
  here,
  titles,
}: Pick<Asked, 'titles'> & { readonly locale: Locale; readonly here: string }): ReactNode {
  const t = wordsIn(locale);
  if (titles.length < 2) return null;
  return (
    <nav className="cluster" aria-label={t('used')}>
      <span>{t('used')}</span>
      {titles.map(({ id, title }) => (
        <a key={id} href={`${here}?title=${id}`}>
          {title}
        </a>
      ))}
    </nav>
  );
}

function Kinds({
  locale,
  chosen,
}: {
  readonly locale: Locale;
  readonly chosen: string;
}): ReactNode {
  const t = wordsIn(locale);
  return (
    <fieldset className="stack">
      <legend>{t('kind')}</legend>
      {titleKinds.map((kind) => (
        <CheckField
          key={kind}
          locale={locale}
          type="radio"
          name="kind"
          id={kind === titleKinds[0] ? 'kind' : `kind-${kind}`}
          label={t(kind)}
          value={kind}
          checked={chosen === kind}
        />
      ))}
    </fieldset>
  );
}

function faultsOf(problem: FormProblem | undefined): Readonly<Record<string, string>> {
  if (!problem) return {};
  return problem.code === 'fapiao.tax_number' ? { taxNumber: problem.message } : problem.fields;
}
