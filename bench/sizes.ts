/** How much a generated house holds. Ten orders a member, at least a hundred works (the spread of sales needs them). */
export interface Size {
  readonly name: string;
  readonly works: number;
  readonly creators: number;
  readonly members: number;
  readonly orders: number;
}

export const sizes = {
  small: { name: 'small', works: 100, creators: 10, members: 100, orders: 1_000 },
  large: { name: 'large', works: 10_000, creators: 500, members: 100_000, orders: 1_000_000 },
} as const satisfies Record<string, Size>;

/** Lessons of each generated work, in chapters of four; the first three can be tried, every third is a video. */
export const lessonsPerWork = 12;
