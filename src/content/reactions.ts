import '#catalog/events.ts';
import { on, type Reaction } from '#platform/outbox.ts';
import { castLive, runImport } from './service.ts';

/** Importing and rendering take long: they get lanes of their own. */
export const contentLanes = { imports: ['content.import'], rendering: ['content.cast'] } as const;

/** What content does because of events. */
export const contentReactions: readonly Reaction[] = [
  on('import.asked', 'content.import', (ctx, { importId }) => runImport(ctx, importId)),
  on('work.published', 'content.cast', (ctx, { workId }) => castLive(ctx, workId)),
];
