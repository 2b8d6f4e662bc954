import type { ReactNode } from 'react';
import { localePath } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
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
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { CheckField, TextAreaField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { mayClaim } from '../policy.ts';
import { nextState } from '../rules.ts';
import { ClaimLink, Lawsuit, Withdrawal } from '../schema.ts';
import { getOwnClaim, reportLawsuit, withdrawClaim } from '../service.ts';
import type { Claim } from '../types.ts';
import { claimStateWords, wordsIn } from '../words.ts';

const path = '/claims/:id/:key';
const back = (ctx: Ctx, { id, key }: ClaimLink) =>
  redirectTo(localePath(ctx.locale, `/claims/${id}/${key}`));

/** A claim as whoever made it follows it, by the link they were sent. */
export const ownClaimRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: mayClaim,
    params: ClaimLink,
    run: (ctx, { params }) => claimView(ctx, params),
  }),
  formRoute({
    path: `${path}/lawsuit`,
    may: mayClaim,
    params: ClaimLink,
    body: Lawsuit,
    run: async (ctx, { params, body }) => {
      await reportLawsuit(ctx, params, body.lawsuit);
      return back(ctx, params);
    },
    again: (ctx, { params }, problem) => claimView(ctx, params, problem),
  }),
  formRoute({
    path: `${path}/withdrawal`,
    may: mayClaim,
    params: ClaimLink,
    body: Withdrawal,
    run: async (ctx, { params }) => {
      await withdrawClaim(ctx, params);
      return back(ctx, params);
    },
    again: (ctx, { params }, problem) => claimView(ctx, params, problem),
  }),
];

async function claimView(ctx: Ctx, link: ClaimLink, problem?: FormProblem): Promise<View> {
  const claim = await getOwnClaim(ctx, link);
  const t = wordsIn(ctx.locale);
  return show({
    title: t('yours'),
    isHidden: true,
    body: (
      <div className="wrap-narrow page-body stack">
        <h1>{t('yours')}</h1>
        {problem && (
          <Notice tone="error" live>
            {problem.message}
          </Notice>
        )}
        <Standing ctx={ctx} claim={claim} />
        <Deeds {...{ ctx, claim, link, problem }} />
      </div>
    ),
  });
}

function Standing({ ctx: { locale }, claim }: { ctx: Ctx; claim: Claim }): ReactNode {
  const t = wordsIn(locale);
  const { state, restoreAt } = claim;
  return (
    <section className="panel stack">
      <div className="cluster">
        <Badge tone="accent">{claimStateWords[state][locale]}</Badge>
      </div>
      <Meta
        items={[
          `${t('work')}: ${claim.workTitle}`,
          `${t('made')} ${formatInstant(claim.madeAt)}`,
          ...(state === 'countered' && restoreAt
            ? [`${t('restoreAt')} ${formatInstant(restoreAt)}`]
            : []),
        ]}
      />
      <Said title={t('original')} text={claim.original} />
      <Said title={t('reasons')} text={claim.reasons} />
      <Said title={t('answer')} text={claim.answer} />
      <Said
        title={t('counter')}
        text={claim.counterWords && `${claim.counterWords}\n${claim.counterName}`}
      />
      <Said title={t('lawsuit')} text={claim.lawsuit} />
    </section>
  );
}

function Said({ title, text }: { title: string; text: string | null }): ReactNode {
  if (!text) return null;
  return (
    <div>
      <h2>{title}</h2>
      {text.split('\n').map((line, place) => (
        <p key={place}>{line}</p>
      ))}
    </div>
  );
}

interface DeedsProps {
  readonly ctx: Ctx;
  readonly claim: Claim;
  readonly link: ClaimLink;
  readonly problem: FormProblem | undefined;
}

function Deeds({ ctx, claim, link, problem }: DeedsProps): ReactNode {
  const { locale, now } = ctx;
  const t = wordsIn(locale);
  const action = (deed: string) => localePath(locale, `/claims/${link.id}/${link.key}/${deed}`);
  return (
    <>
      {nextState(claim, 'sue', now) && (
        <section className="stack">
          <h2>{t('lawsuitTitle')}</h2>
          <p>{t('lawsuitLead')}</p>
          <Form locale={locale} action={action('lawsuit')}>
            <TextAreaField
              locale={locale}
              name="lawsuit"
              label={t('lawsuit')}
              maxLength={500}
              rows={3}
              value={problem?.values['lawsuit']}
              error={problem?.fields['lawsuit']}
            />
            <Button>{t('lawsuitSend')}</Button>
          </Form>
        </section>
      )}
      {nextState(claim, 'withdraw', now) && (
        <section className="stack">
          <h2>{t('withdrawTitle')}</h2>
          <p>{t('withdrawLead')}</p>
          <Form locale={locale} action={action('withdrawal')}>
            <CheckField
              locale={locale}
              name="isSure"
              label={t('isSure')}
              value="yes"
              error={problem?.fields['isSure']}
            />
            <Button variant="danger">{t('withdraw')}</Button>
          </Form>
        </section>
      )}
    </>
  );
}
