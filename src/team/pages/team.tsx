import type { ReactNode } from 'react';
import { getWork } from '#catalog/service.ts';
import { inLocale, localePath } from '#kernel/locale.ts';
import { maskName } from '#kernel/text.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { Avatar } from '#ui/avatar.tsx';
import { Badge } from '#ui/badge.tsx';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { LinkButton } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { visitTeam } from '../policy.ts';
import { joinProblem, missingOf } from '../rules.ts';
import { TeamId } from '../schema.ts';
import { getTeam, listMembers } from '../service.ts';
import type { Member, TeamRow } from '../types.ts';
import { wordsIn } from '../words.ts';

/** One team, for whoever has its link: who is in, how many are missing, until when. */
export const teamPage: Route = pageRoute({
  path: '/teams/:id',
  may: visitTeam,
  params: TeamId,
  run: async (ctx, { params }) => {
    const team = await getTeam(ctx, params.id);
    const [all, work] = await Promise.all([listMembers(ctx, team.id), getWork(ctx, team.workId)]);
    const offerId = work.state === 'published' ? work.offerId : null;
    const members = all.filter(({ leftAt }) => leftAt === null);
    const path = `/teams/${team.id}`;
    return show({
      title: wordsIn(ctx.locale)('team', { title: team.workTitle }),
      canonical: path,
      isHidden: true,
      body: <TeamView {...{ ctx, team, members, offerId }} />,
    });
  },
});

interface Props {
  readonly ctx: Ctx;
  readonly team: TeamRow;
  readonly members: readonly Member[];
  /** Null when the work is not sold any more. */
  readonly offerId: string | null;
}

function ownOf({ ctx, members }: Props): Member | undefined {
  const { actor } = ctx;
  return actor.kind === 'user' ? members.find((one) => one.userId === actor.userId) : undefined;
}

function TeamView(props: Props): ReactNode {
  const { ctx, team } = props;
  const { locale } = ctx;
  const course = localePath(locale, `/courses/${team.workSlug}`);
  return (
    <div className="wrap-narrow page-body stack">
      <Breadcrumb locale={locale} items={[{ label: team.workTitle, href: course }]} />
      <h1>{wordsIn(locale)('team', { title: team.workTitle })}</h1>
      <p className="lead">{inLocale(locale, team.name, team.nameEn)}</p>
      <Standing {...props} />
      <Members {...props} />
      <Ways {...props} />
      {team.state === 'open' && <Share {...props} />}
    </div>
  );
}

/** What is true of it now. */
function Standing({ ctx, team }: Props): ReactNode {
  const t = wordsIn(ctx.locale);
  const { size: n, taken, state, deadline, shortFrom } = team;
  if (state === 'full')
    return (
      <Notice tone="success" title={t('fullTitle')}>
        <p>{t('fullText', { n })}</p>
      </Notice>
    );
  if (state === 'short')
    return (
      <Notice tone="success" title={t('shortTitle')}>
        <p>{t('shortDone', { n, taken })}</p>
      </Notice>
    );
  if (state === 'failed')
    return (
      <Notice title={t('failedTitle')}>
        <p>{t('failedText')}</p>
      </Notice>
    );
  if (ctx.now >= deadline) return <Notice>{t('settling')}</Notice>;
  return (
    <Notice tone="info" title={t('missing', { n: missingOf(team) })}>
      <Meta items={[t('until', { at: formatInstant(deadline) })]} />
      <p>{t('openText')}</p>
      {shortFrom !== null && <p>{t('shortText', { n: shortFrom })}</p>}
    </Notice>
  );
}

/** Who is in, by a character of their name, and which places are free. */
function Members({ ctx, team, members }: Props): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const free = team.state === 'open' ? missingOf(team) : 0;
  return (
    <section className="stack-tight" aria-labelledby="members">
      <h2 id="members">{t('members')}</h2>
      <ul className="plain-list stack-tight">
        {members.map(({ orderId, userId, userName }) => (
          <li key={orderId} className="cluster">
            <Avatar name={maskName(userName)} />
            <span>{maskName(userName)}</span>
            {userId === team.leaderId && <Badge tone="accent">{t('leader')}</Badge>}
          </li>
        ))}
        {Array.from({ length: free }, (_, n) => (
          <li key={n} className="cluster">
            <Badge>{t('free')}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What can be done from here. */
function Ways(props: Props): ReactNode {
  const { ctx, team, offerId } = props;
  const { locale } = ctx;
  const t = wordsIn(locale);
  const own = ownOf(props);
  const course = localePath(locale, `/courses/${team.workSlug}`);
  const checkout = `${localePath(locale, `/checkout/${offerId}`)}?activity=${team.promotionId}`;
  const isJoinable = joinProblem(team, ctx.now) === undefined && offerId !== null;
  const isServed = team.state === 'full' || team.state === 'short';
  if (own)
    return (
      <>
        <p>{t('youAreIn')}</p>
        <div className="cluster">
          {isServed && (
            <LinkButton variant="primary" href={localePath(locale, `/learn/${team.workSlug}`)}>
              {t('learn')}
            </LinkButton>
          )}
          <LinkButton href={localePath(locale, `/orders/${own.orderId}`)}>
            {t('toOrder')}
          </LinkButton>
        </div>
      </>
    );
  return (
    <div className="cluster">
      {isJoinable && (
        <LinkButton variant="primary" href={`${checkout}&team=${team.id}`}>
          {t('join')}
        </LinkButton>
      )}
      {!isJoinable && offerId !== null && <LinkButton href={checkout}>{t('openOwn')}</LinkButton>}
      <LinkButton variant="quiet" href={course}>
        {t('toCourse')}
      </LinkButton>
    </div>
  );
}

function Share({ ctx, team }: Props): ReactNode {
  const { locale } = ctx;
  const link = `${ctx.ports.settings.publicUrl}${localePath(locale, `/teams/${team.id}`)}`;
  return (
    <section className="stack-tight" aria-labelledby="share">
      <h2 id="share">{wordsIn(locale)('share')}</h2>
      <p className="cluster">
        <code>{link}</code>
        <CopyButton locale={locale} text={link} />
      </p>
    </section>
  );
}
