import { z } from 'zod';

/** A reaction that failed at every try, as it goes over the wire. */
export const BuriedJobItem = z.object({
  id: z.uuid(),
  /** `<domain>.<verb>`. */
  reaction: z.string(),
  /** What it was about. */
  payload: z.unknown(),
  /** What was said at the last try. */
  failure: z.string().nullable(),
  begunAt: z.iso.datetime(),
  buriedAt: z.iso.datetime(),
});
export type BuriedJobItem = z.infer<typeof BuriedJobItem>;
