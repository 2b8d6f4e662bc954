import { z } from 'zod';
import { daysOf, longestSpan } from './rules.ts';

/** Business days, both included; at most 400. */
export const SpanQuery = z
  .object({ from: z.iso.date(), to: z.iso.date(), work: z.uuid().optional() })
  .refine(({ from, to }) => from <= to && daysOf(from, to).length <= longestSpan, {
    path: ['to'],
    params: {
      say: {
        zh: '请选择不超过 400 天的时间，结束日期不早于开始日期',
        en: 'Please choose at most 400 days, the last one not before the first.',
      },
    },
  });
export type SpanQuery = z.infer<typeof SpanQuery>;

export const SalesItem = z.object({
  day: z.iso.date(),
  orders: z.int(),
  gross: z.int(),
  refunded: z.int(),
  earned: z.int(),
});
export type SalesItem = z.infer<typeof SalesItem>;

export const LearningItem = z.object({
  day: z.iso.date(),
  learners: z.int(),
  learnedSec: z.int(),
  completions: z.int(),
});
export type LearningItem = z.infer<typeof LearningItem>;

export const WorkFiguresItem = z.object({
  workId: z.uuid(),
  title: z.string(),
  creatorName: z.string(),
  orders: z.int(),
  gross: z.int(),
  refunded: z.int(),
  earned: z.int(),
  learners: z.int(),
  learnedSec: z.int(),
  completions: z.int(),
  enrolled: z.int(),
  finished: z.int(),
});
export type WorkFiguresItem = z.infer<typeof WorkFiguresItem>;

const FiguresItem = z.object({
  orders: z.int(),
  gross: z.int(),
  refunded: z.int(),
  earned: z.int(),
  learners: z.int(),
  learnedSec: z.int(),
  completions: z.int(),
  joined: z.int().nullable(),
});

/** The figures of a span, and of the one of the same length before it; and, as of now, how many learners did all of a course. */
export const Summary = z.object({
  now: FiguresItem,
  before: FiguresItem,
  completion: z.object({ enrolled: z.int(), finished: z.int() }),
});
export type Summary = z.infer<typeof Summary>;
