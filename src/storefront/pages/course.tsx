import type { ReactNode } from 'react';
import { categoryShelf, creatorShelf } from '#catalog/service.ts';
import type { WorkFace } from '#catalog/types.ts';
import { kindWords, thisKindWords } from '#catalog/words.ts';
import { inLocale, localePath, type Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { publicImageUrl } from '#media/service.ts';
import { priceTag } from '#pricing/service.ts';
import { refundDaysOf, type SiteSettings } from '#settings/schema.ts';
import { getSiteSettings } from '#settings/service.ts';
import { Badge } from '#ui/badge.tsx';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { LinkButton } from '#ui/button.tsx';
import { Cover } from '#ui/cover.tsx';
import { Icon } from '#ui/icon.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { Price } from '#ui/price.tsx';
import { mayVisit } from '../policy.ts';
import { coursePath, paths } from '../rules/address.ts';
import { courseData } from '../rules/course-data.ts';
import { SlugParams } from '../schema.ts';
import { getCoursePage } from '../service.ts';
import type { CoursePage } from '../types.ts';
import { levelWords, say, sayDuration, words } from '../words.ts';
import { sayDays, sayLeft } from '#entitlement/words.ts';
import { Groups } from './groups.tsx';
import { Included } from './included.tsx';
import { comingOf, Insides, sayItems } from './insides.tsx';
import { standingOf, versionFor } from './looker.ts';
import { AddToCart, Buy, Costs, Longer } from './offers.tsx';
import { trueOf } from './until.ts';
import { coverOf, siteTags } from './parts.tsx';

/** One course: what it is, what is in it, what it costs. */
export const courseRoute: Route = pageRoute({
  path: '/courses/:slug',
  may: mayVisit,
  params: SlugParams,
  isCached: true,
  version: (ctx, { params }) => versionFor(ctx, ctx.actor.userId, params.slug),
  run: async (ctx, { params }, version) => {
    const [page, settings] = await Promise.all([
      getCoursePage(ctx, params.slug, standingOf(version)),
      getSiteSettings(ctx),
    ]);
    const { locale } = ctx;
    const { work, creator, trail } = page;
    const { live } = work;
    const image = live.coverId ? publicImageUrl(ctx.ports, live.coverId) : undefined;
    const siteName = settings.siteName[locale];
    return show({
      title: inLocale(locale, live.title, live.titleEn),
      description: inLocale(locale, live.summary, live.summaryEn),
      canonical: coursePath(work.slug),
      ...(image ? { image } : {}),
      isHidden: page.work.state !== 'published',
      tags: [
        ...siteTags,
        `work:${work.id}`,
        creatorShelf(creator.id),
        priceTag,
        ...page.offers.tags,
        'categories',
        'tiers',
        ...(comingOf(ctx, page).length > 0 ? ['calendar'] : []),
        ...trail.map(({ id }) => categoryShelf(id)),
        ...page.parts.map(({ id }) => `work:${id}`),
      ],
      trueUntil: trueOf(page, ctx.now),
      jsonLd: courseData(page, {
        locale,
        siteName,
        image,
        publicUrl: ctx.ports.settings.publicUrl,
      }),
      body: <Course ctx={ctx} page={page} site={settings} />,
    });
  },
});

interface Props {
  readonly ctx: Ctx;
  readonly page: CoursePage;
}

function Course({ ctx, page, site }: Props & { site: SiteSettings }): ReactNode {
  const { locale } = ctx;
  const { live } = page.work;
  const title = inLocale(locale, live.title, live.titleEn);
  return (
    <>
      <div className="wrap page-body stack">
        <Breadcrumb locale={locale} items={trailOf(page, locale)} />
        {page.work.state !== 'published' && (
          <Notice tone="warning">
            {sayOf(page, page.work.state === 'taken_down' ? 'takenDown' : 'withdrawn', locale)}
          </Notice>
        )}
        <div className="split">
          <div className="stack">
            <Opening ctx={ctx} page={page} title={title} />
            <Insides ctx={ctx} page={page} />
          </div>
          <div className="split-top">
            <Cover
              title={title}
              picture={coverOf(ctx, live.coverId)}
              eager
              sizes="(width < 64rem) 100vw, 24rem"
            />
          </div>
          <aside className="split-aside" aria-label={words.buying[locale]}>
            <Buying ctx={ctx} page={page} site={site} />
            <Groups page={page} locale={locale} />
            <Report page={page} locale={locale} />
          </aside>
        </div>
      </div>
      <ActionBar ctx={ctx} page={page} />
    </>
  );
}

function trailOf({ trail, work }: CoursePage, locale: Locale) {
  return [
    { label: words.home[locale], href: paths.home(locale) },
    { label: words.courses[locale], href: paths.courses(locale) },
    ...trail.map(({ nameZh, nameEn, slug }) => ({
      label: inLocale(locale, nameZh, nameEn),
      href: paths.category(locale, slug),
    })),
    { label: inLocale(locale, work.live.title, work.live.titleEn) },
  ];
}

/** A sentence that points at the work. */
function sayOf(
  { work }: CoursePage,
  name: 'owned' | 'asMember' | 'withdrawn' | 'takenDown',
  locale: Locale,
) {
  const text = say(words[name], locale, { this: thisKindWords[work.kind][locale] });
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** That it is theirs, or for how long yet. */
function sayOwned({ now, locale }: Ctx, page: CoursePage): string {
  return page.until ? sayLeft(page.until, now, locale) : sayOf(page, 'owned', locale);
}

/** What kind of work it is, how hard, and how much of it can be tried; a plain course says nothing. */
function Badges({ page, locale }: { page: CoursePage; locale: Locale }): ReactNode {
  const { work, trials } = page;
  const level = levelWords[work.live.level];
  const said = [
    ...(work.kind === 'course' ? [] : [kindWords[work.kind][locale]]),
    ...(level ? [level[locale]] : []),
  ];
  if (trials.length === 0 && said.length === 0) return null;
  return (
    <div className="cluster">
      {trials.length > 0 && (
        <Badge tone="accent">{say(words.trials, locale, { n: trials.length })}</Badge>
      )}
      {said.map((text) => (
        <Badge key={text}>{text}</Badge>
      ))}
    </div>
  );
}

function Opening({ ctx, page, title }: Props & { title: string }): ReactNode {
  const { locale } = ctx;
  const { work } = page;
  const { live } = work;
  const items = sayItems(ctx, page);
  const duration = sayDuration(work.durationSec, locale);
  return (
    <>
      <Badges page={page} locale={locale} />
      <h1>{title}</h1>
      <Subtitle locale={locale} live={live} />
      <p className="lead">{inLocale(locale, live.summary, live.summaryEn)}</p>
      <Meta
        items={[
          <a key="creator" href={paths.creator(locale, work.creatorSlug)}>
            {inLocale(locale, work.creatorName, work.creatorNameEn)}
          </a>,
          ...(items ? [items] : []),
          ...(duration ? [duration] : []),
          ...(work.learnerCount > 0 ? [say(words.learners, locale, { n: work.learnerCount })] : []),
        ]}
      />
    </>
  );
}

/** A Chinese subtitle says nothing to who reads English. */
function Subtitle({ locale, live }: { locale: Locale; live: WorkFace }): ReactNode {
  const subtitle = locale === 'en' ? live.subtitleEn : live.subtitle;
  return subtitle && <p>{subtitle}</p>;
}

function Buying({ ctx, page, site }: Props & { site: SiteSettings }): ReactNode {
  const { locale } = ctx;
  const { work, isOwned } = page;
  const isPaid = (work.price ?? 0) > 0;
  const days = refundDaysOf(work.refundDays, site);
  return (
    <div className="panel stack">
      {isOwned ? <p>{sayOwned(ctx, page)}</p> : <Costs page={page} locale={locale} />}
      <Included page={page} locale={locale} />
      <Action ctx={ctx} page={page} wide />
      <Keep ctx={ctx} page={page} />
      <Longer page={page} locale={locale} />
      <Try page={page} locale={locale} />
      {!isOwned && (
        <Meta
          items={[
            ...sayDays(work.accessDays, locale),
            ...(isPaid ? [say(words[days > 0 ? 'refund' : 'noRefund'], locale, { n: days })] : []),
          ]}
        />
      )}
    </div>
  );
}

/** To a member: that the work is theirs to learn, and that it can be bought to keep. */
function Keep({ ctx: { locale }, page }: Props): ReactNode {
  if (!page.isMember) return null;
  return (
    <>
      <p>{sayOf(page, 'asMember', locale)}</p>
      {(page.work.price ?? 0) > 0 && <Buy locale={locale} page={page} wide />}
      <AddToCart locale={locale} page={page} />
    </>
  );
}

/** The way to what can be tried, for those who may not learn it yet. */
function Try({ page, locale }: { page: CoursePage; locale: Locale }): ReactNode {
  const { work, firstTry: trial, isOwned, isMember } = page;
  if (isOwned || isMember || !trial) return null;
  return (
    <LinkButton href={paths.lesson(locale, work.slug, trial.id)} wide>
      <Icon name="play" />
      {words.try[locale]}
    </LinkButton>
  );
}

/** The way to say that a work infringes somebody's copyright. */
function Report({ page: { work }, locale }: { page: CoursePage; locale: Locale }): ReactNode {
  if (work.state === 'taken_down') return null;
  const href = localePath(locale, `/courses/${work.slug}/claim`);
  return (
    <Meta
      items={[
        <a key="claim" href={href} rel="nofollow">
          {words.claim[locale]}
        </a>,
      ]}
    />
  );
}

/** The one thing to do here: go on, or buy. */
function Action({ ctx, page, wide }: Props & { wide?: boolean }): ReactNode {
  const { locale } = ctx;
  const { work, isOwned, isMember } = page;
  if (isOwned || isMember) {
    return (
      <LinkButton href={paths.learn(locale, work.slug)} variant="primary" wide={wide}>
        {words[isOwned ? 'goOn' : 'learnAsMember'][locale]}
      </LinkButton>
    );
  }
  return (
    <>
      <Buy locale={locale} page={page} wide={wide} />
      {wide && <AddToCart locale={locale} page={page} />}
    </>
  );
}

function ActionBar({ ctx, page }: Props): ReactNode {
  const { locale } = ctx;
  const isTheirs = page.isOwned || page.isMember;
  return (
    <div className="action-bar">
      {isTheirs ? (
        <span>{page.isOwned ? sayOwned(ctx, page) : sayOf(page, 'asMember', locale)}</span>
      ) : (
        <Price locale={locale} amount={priceOf(page)} />
      )}
      <div className="action-bar-deeds">
        {!isTheirs && <AddToCart locale={locale} page={page} small />}
        <Action ctx={ctx} page={page} />
      </div>
    </div>
  );
}

const priceOf = ({ offers, work }: CoursePage): number =>
  offers.member?.price ?? offers.shown?.price ?? work.price ?? 0;
