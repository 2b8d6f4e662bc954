import '#catalog/events.ts';
import { on, type Reaction } from '#platform/outbox.ts';
import { castLive, runExport, runImport } from './service.ts';

/** Importing, exporting and rendering take long: they get lanes of their own. */
export const contentLanes = {
  imports: ['content.import'],
  feeds: ['content.fetch'],
  exports: ['content.export'],
  rendering: ['content.cast'],
} as const;

/** What content does because of events. */
export const contentReactions: readonly Reaction[] = [
  on('import.asked', 'content.import', (ctx, { importId }) => runImport(ctx, importId)),
  on('feed.asked', 'content.fetch', (ctx, { importId }) => runImport(ctx, importId)),
  on('export.asked', 'content.export', (ctx, { exportId }) => runExport(ctx, exportId)),
  on('work.published', 'content.cast', (ctx, { workId }) => castLive(ctx, workId)),
];
