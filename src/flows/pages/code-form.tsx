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
  /** The same of what is in the cart. */
  readonly isCart?: boolean;
  readonly problem: FormProblem | undefined;
}

/** Where a coupon's code is typed. Beside the form of an order, it tells only of what was wrong with itself. */
export function CodeForm({ ctx: { locale }, offerId, isCart, problem }: Props): ReactNode {
  const t = wordsIn(locale);
  const from = whereFrom(offerId, isCart);
  const isBeside = Object.keys(from).length > 0;
  const wrong = isBeside && problem && !('couponCode' in problem.values) ? undefined : problem;
  return (
    <Form
      locale={locale}
      action={localePath(locale, '/coupons')}
      hidden={from}
      errors={wrong ? [{ field: 'couponCode', text: wrong.message }] : []}
    >
      <InputField
        locale={locale}
        name="couponCode"
        label={t(isBeside ? 'haveCode' : 'code')}
        maxLength={40}
        autoComplete="off"
        optional={isBeside}
        value={wrong?.values['couponCode']}
        error={wrong?.message}
      />
      <Button>{t('useCode')}</Button>
    </Form>
  );
}

/** What is being bought where the code is typed, for the way back to it. */
function whereFrom(offerId: string | undefined, isCart = false): Record<string, string> {
  if (offerId) return { offerId };
  return isCart ? { from: 'cart' } : {};
}
