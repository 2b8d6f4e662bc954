import type { ReactNode } from 'react';
import { z } from 'zod';
import { findPuzzle } from '#identity/service.ts';
import { localePath } from '#kernel/locale.ts';
import type { Puzzle } from '#platform/challenge.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  show,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { CheckField, InputField, TextAreaField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { mayClaim } from '../policy.ts';
import { NewClaim } from '../schema.ts';
import { getClaimed, makeClaim } from '../service.ts';
import { wordsIn } from '../words.ts';

const path = '/courses/:slug/claim';
const SlugParams = z.object({ slug: z.string().max(200) });

/** The form by which anybody says that a work infringes their copyright. */
export const claimFormRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: mayClaim,
    params: SlugParams,
    query: z.object({ sent: z.literal('yes').optional().catch(undefined) }),
    run: async (ctx, { params, query }) =>
      query.sent ? sentView(ctx) : formView(ctx, params.slug),
  }),
  formRoute({
    path,
    may: mayClaim,
    params: SlugParams,
    body: NewClaim,
    run: async (ctx, { params: { slug }, body }) => {
      await makeClaim(ctx, slug, body);
      return redirectTo(localePath(ctx.locale, `/courses/${slug}/claim?sent=yes`));
    },
    again: (ctx, { params }, problem) => formView(ctx, params.slug, problem),
  }),
];

function sentView({ locale }: Ctx): View {
  const t = wordsIn(locale);
  return show({
    title: t('sentTitle'),
    isHidden: true,
    body: (
      <div className="wrap-narrow page-body stack">
        <h1>{t('sentTitle')}</h1>
        <Notice tone="success">{t('sent')}</Notice>
        <div className="cluster">
          <LinkButton href={localePath(locale, '/courses')}>{t('courses')}</LinkButton>
        </div>
      </div>
    ),
  });
}

async function formView(ctx: Ctx, slug: string, problem?: FormProblem): Promise<View> {
  const [{ title }, puzzle] = await Promise.all([getClaimed(ctx, slug), findPuzzle(ctx)]);
  const t = wordsIn(ctx.locale);
  return show({
    title: t('title', title),
    isHidden: true,
    islands: puzzle ? ['challenge'] : [],
    body: (
      <div className="wrap-narrow page-body stack">
        <h1>{t('title', title)}</h1>
        <p>{t('lead', title)}</p>
        <Notice>{t('shown')}</Notice>
        <ClaimForm {...{ ctx, slug, problem, puzzle }} />
      </div>
    ),
  });
}

interface FormProps {
  readonly ctx: Ctx;
  readonly slug: string;
  readonly problem: FormProblem | undefined;
  readonly puzzle: Puzzle | undefined;
}

function ClaimForm({ ctx: { locale }, slug, problem, puzzle }: FormProps): ReactNode {
  const t = wordsIn(locale);
  const faults = faultsOf(problem);
  const field = (name: 'name' | 'email' | 'original' | 'reasons' | 'signature') => ({
    locale,
    name,
    label: t(name),
    error: faults[name],
    value: problem?.values[name],
  });
  const tick = (name: 'inGoodFaith' | 'isTrue') => (
    <CheckField
      {...{ locale, name }}
      label={t(name)}
      value="yes"
      error={faults[name]}
      checked={problem?.values[name] === 'yes'}
    />
  );
  return (
    <Form
      locale={locale}
      action={localePath(locale, `/courses/${slug}/claim`)}
      errors={errorsOf(problem, faults)}
    >
      <InputField {...field('name')} autoComplete="name" maxLength={80} />
      <InputField {...field('email')} type="email" autoComplete="email" maxLength={200} />
      <TextAreaField {...field('original')} hint={t('originalHint')} maxLength={1_000} rows={3} />
      <TextAreaField {...field('reasons')} hint={t('reasonsHint')} maxLength={4_000} rows={6} />
      {tick('inGoodFaith')}
      {tick('isTrue')}
      <InputField {...field('signature')} autoComplete="off" maxLength={80} />
      {puzzle && (
        <proof-of-work
          data-puzzle={puzzle.puzzle}
          data-bits={puzzle.bits}
          data-solved={t('solved')}
        >
          <input type="hidden" name="challenge" />
          <output className="field-hint">{t('solving')}</output>
        </proof-of-work>
      )}
      <Button variant="primary" wide>
        {t('send')}
      </Button>
    </Form>
  );
}

function faultsOf(problem: FormProblem | undefined): Readonly<Record<string, string>> {
  if (!problem) return {};
  return problem.code === 'claim.signature' ? { signature: problem.message } : problem.fields;
}

function errorsOf(problem: FormProblem | undefined, faults: Readonly<Record<string, string>>) {
  if (!problem) return [];
  const listed = Object.entries(faults).map(([field, text]) => ({ field, text }));
  return listed.length > 0 ? listed : [{ text: problem.message }];
}
