import { mayReadCatalogue } from '#catalog/policy.ts';
import { CardItem, CatalogueQuery, PublicWork, cardItem } from '#catalog/schema/public.ts';
import { browseShelf, findShelf, getEditionOnSale } from '#catalog/service.ts';
import { kindWords } from '#catalog/words.ts';
import { decimalMoney, money } from '#kernel/money.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { SlugParams } from './schema.ts';

/** The catalogue of `/api/v1`, as everybody may read it. */
export const storefrontApi: readonly Route[] = [
  listRoute({
    path: '/catalogue',
    may: mayReadCatalogue,
    summary: { zh: '在售课程', en: 'Published courses' },
    query: CatalogueQuery,
    item: CardItem,
    columns: [
      {
        title: { zh: '作品', en: 'Work' },
        value: ({ title, titleEn }) => ({ zh: title, en: titleEn || title }),
      },
      {
        title: { zh: '讲师', en: 'Instructor' },
        value: ({ creatorName: zh, creatorNameEn }) => ({ zh, en: creatorNameEn || zh }),
      },
      {
        title: { zh: '价格（元）', en: 'Price (CNY)' },
        value: ({ price }) => decimalMoney(money(price)),
      },
      { title: { zh: '类型', en: 'Kind' }, value: ({ kind }) => kindWords[kind] },
      { title: { zh: '内容', en: 'Items' }, value: ({ lessonCount }) => lessonCount },
      { title: { zh: '学员', en: 'Learners' }, value: ({ learnerCount }) => learnerCount },
      { title: { zh: '地址', en: 'Address' }, value: ({ slug }) => slug },
    ],
    run: async (ctx, { query, cursor, limit }) => {
      const { sort, price, ...where } = query;
      const shelf = await findShelf(ctx, where);
      const { items, nextCursor } = await browseShelf(ctx, {
        shelf,
        sort,
        price,
        after: cursor,
        limit,
      });
      return { items: items.map(cardItem), nextCursor };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/catalogue/:slug',
    may: mayReadCatalogue,
    summary: { zh: '一门在售课程与目录', en: 'A published course with its outline' },
    params: SlugParams,
    answer: PublicWork,
    run: async (ctx, { params }) => {
      const { work, outline: chapters } = await getEditionOnSale(ctx, params.slug);
      const {
        id,
        kind,
        slug,
        creatorName,
        creatorNameEn,
        creatorSlug,
        lessonCount,
        durationSec,
        learnerCount,
        offerId,
        price,
        accessDays,
        live,
      } = work;
      const { categoryId: _categoryId, ...says } = live;
      return {
        id,
        kind,
        slug,
        creatorName,
        creatorNameEn,
        creatorSlug,
        lessonCount,
        durationSec,
        learnerCount,
        offerId,
        price,
        accessDays,
        ...says,
        tags: [...says.tags],
        partIds: [...says.partIds],
        chapters: chapters.map(({ title, lessons }) => ({
          title,
          lessons: lessons.map(({ assetId: _assetId, ...lesson }) => lesson),
        })),
      };
    },
  }),
];
