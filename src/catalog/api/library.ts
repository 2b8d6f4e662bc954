import { mayReadAsset } from '#media/policy.ts';
import { assetKindWords, assetStateWords } from '#media/words.ts';
import { listRoute, type Route } from '#platform/http/route.ts';
import { LibraryItem, LibraryQuery } from '../schema/library.ts';
import { listLibrary } from '../service.ts';
import { assetUseWords } from '../words.ts';

/** One's own files, and where they stand. */
export const libraryRoutes: readonly Route[] = [
  listRoute({
    path: '/library',
    may: mayReadAsset,
    summary: { zh: '我的素材，以及用在哪里', en: 'My assets, and where each stands' },
    query: LibraryQuery,
    item: LibraryItem,
    columns: [
      { title: { zh: '文件', en: 'File' }, value: (item) => item.fileName },
      { title: { zh: '种类', en: 'Kind' }, value: (item) => assetKindWords[item.kind] },
      { title: { zh: '状态', en: 'State' }, value: (item) => assetStateWords[item.state] },
      { title: { zh: '字节', en: 'Bytes' }, value: (item) => item.sizeBytes },
      { title: { zh: '处数', en: 'Places' }, value: (item) => item.uses.length },
      {
        title: { zh: '首先用在', en: 'First place' },
        value: ({ uses: [first] }) =>
          first &&
          (first.workTitle
            ? `${first.workTitle} ${first.place}`.trim()
            : assetUseWords[first.kind]),
      },
      { title: { zh: '编号', en: 'Id' }, value: (item) => item.id },
    ],
    run: (ctx, { query: { use, kinds, text }, cursor, limit }) =>
      listLibrary(
        ctx,
        { text, kinds: kinds?.split(','), isUnused: use === 'nowhere' },
        cursor,
        limit,
      ),
  }),
];
