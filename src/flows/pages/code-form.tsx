import type { ReactNode } from 'react';
import { localePath } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { FormProblem } from '#platform/http/route.ts';
import { Button } from '#ui/button.tsx';
import { InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { wordsIn } from '../words.ts';

interface Props {
  readonly ctx: Ctx;
  /** What is being bought: then a code may be typed, and its buyer comes back to it. */
  readonly offerId?: string;
  readonly problem: FormProblem | undefined;
}

/** Where a coupon's code is typed. Beside the form of an order, it tells only of what was wrong with itself. */
export function CodeForm({ ctx: { locale }, offerId, problem }: Props): ReactNode {
  const t = wordsIn(locale);
  const wrong = offerId && problem && !('couponCode' in problem.values) ? undefined : problem;
  return (
    <Form
      locale={locale}
      action={localePath(locale, '/coupons')}
      hidden={offerId ? { offerId } : {}}
      errors={wrong ? [{ field: 'couponCode', text: wrong.message }] : []}
    >
      <InputField
        locale={locale}
        name="couponCode"
        label={t(offerId ? 'haveCode' : 'code')}
        maxLength={40}
        autoComplete="off"
        optional={offerId !== undefined}
        value={wrong?.values['couponCode']}
        error={wrong?.message}
      />
      <Button>{t('useCode')}</Button>
    </Form>
  );
}
