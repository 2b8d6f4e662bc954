import type { ReactNode } from 'react';
import type { Creator, WorkCard } from '#catalog/types.ts';
import { kindWords } from '#catalog/words.ts';
import { inLocale, type Locale } from '#kernel/locale.ts';
import { formatMoney } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';
import { publicPicture, smallPictureUrl } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { ShownPrices, ShownRow } from '#pricing/service.ts';
import { Avatar } from '#ui/avatar.tsx';
import { Badge } from '#ui/badge.tsx';
import { Card } from '#ui/card.tsx';
import type { Picture } from '#ui/cover.tsx';
import { keptMarkup } from '#ui/kept.ts';
import { Meta } from '#ui/meta.tsx';
import { Price } from '#ui/price.tsx';
import { paths } from '../rules/address.ts';
import { levelWords, say, sayCount, words } from '../words.ts';

/** What every page of the shop depends on, besides what it shows: the site's own words. */
export const siteTags = ['settings'] as const;

const widestCover = 1280;

/** A cover for a page; nothing lets the house draw one. */
export function coverOf(ctx: Ctx, coverId: string | null): Picture | undefined {
  // Covers are shown 4:3 whatever their own shape, so the box is known before the picture is.
  const box = { width: 800, height: 600 };
  return coverId ? { ...publicPicture(ctx.ports, coverId, widestCover), ...box } : undefined;
}

/** Works as cards in columns. What a card shows is the work and its place alone, so each is made once. */
export function WorkCards(props: {
  ctx: Ctx;
  cards: readonly WorkCard[];
  prices: ShownPrices;
  level?: 2 | 3;
  eager?: number;
}): ReactNode {
  const { ctx, cards, prices, level = 3, eager = 0 } = props;
  const html = cards.map((card, index) => {
    const place = { level, eager: index < eager };
    const key = `${ctx.locale} ${level} ${place.eager} ${card.id}`;
    const shown = prices.byWork.get(card.id);
    return keptMarkup(key, shownOf(card, shown), () => (
      <WorkCardView ctx={ctx} card={card} shown={shown} {...place} />
    ));
  });
  return <div className="cards" dangerouslySetInnerHTML={{ __html: html.join('') }} />;
}

/** All of a work that its card shows. */
const shownOf = (card: WorkCard, shown: ShownRow | undefined) => [
  ...(shown ? [shown.price, shown.lowest, shown.endsAt.getTime()] : []),
  card.kind,
  card.slug,
  card.title,
  card.titleEn,
  card.coverId,
  card.creatorName,
  card.creatorNameEn,
  card.level,
  card.lessonCount,
  card.learnerCount,
  card.price,
];

function WorkCardView(props: {
  ctx: Ctx;
  card: WorkCard;
  shown: ShownRow | undefined;
  level: 2 | 3;
  eager: boolean;
}): ReactNode {
  const { ctx, card, shown, level, eager } = props;
  const { locale } = ctx;
  const learned = levelWords[card.level];
  // Most works are courses: the others say what they are.
  const kind = card.kind === 'course' ? undefined : kindWords[card.kind];
  return (
    <Card
      href={paths.course(locale, card.slug)}
      title={inLocale(locale, card.title, card.titleEn)}
      level={level}
      eager={eager}
      picture={coverOf(ctx, card.coverId)}
      meta={factsOf(card, locale)}
      foot={<ShownPrice locale={locale} listPrice={card.price} shown={shown} />}
      badge={(kind ?? learned) && <Badge>{(kind ?? learned)![locale]}</Badge>}
    />
  );
}

/**
 * What a work costs now. A price that is struck through stands with the lowest at which the work was offered in the 30 days before,
 * and a price that ends with its end.
 */
export function ShownPrice(props: {
  locale: Locale;
  listPrice: number;
  shown: ShownRow | undefined;
  size?: 'large' | undefined;
}): ReactNode {
  const { locale, listPrice, shown, size } = props;
  if (!shown) return <Price locale={locale} amount={listPrice} size={size} />;
  const { price, lowest, endsAt } = shown;
  const note = say(words.lowest, locale, {
    price: formatMoney(lowest),
    until: formatInstant(endsAt),
  });
  return <Price locale={locale} amount={price} was={listPrice} note={note} size={size} />;
}

/** Who made a work and how large it is; learners only where there are some. */
export function factsOf(
  card: Pick<WorkCard, 'kind' | 'creatorName' | 'creatorNameEn' | 'lessonCount' | 'learnerCount'>,
  locale: Locale,
): string[] {
  const count = sayCount(card.kind, card.lessonCount, locale);
  return [
    inLocale(locale, card.creatorName, card.creatorNameEn),
    ...(count ? [count] : []),
    ...(card.learnerCount > 0 ? [say(words.learners, locale, { n: card.learnerCount })] : []),
  ];
}

/** A creator with a picture, a name and a line. */
export function CreatorCard({
  ctx,
  creator,
  level = 3,
}: {
  ctx: Ctx;
  creator: Creator;
  level?: 2 | 3;
}): ReactNode {
  const { locale } = ctx;
  const Heading = `h${level}` as const;
  const src = creator.avatarId ? smallPictureUrl(ctx.ports, creator.avatarId) : undefined;
  return (
    <div className="cluster">
      <Avatar name={creator.name} src={src} size="large" />
      <div>
        <Heading>
          <a href={paths.creator(locale, creator.slug)}>{creator.name}</a>
        </Heading>
        <Meta
          items={[creator.headline, say(words.works, locale, { n: creator.workCount })].filter(
            Boolean,
          )}
        />
      </div>
    </div>
  );
}
