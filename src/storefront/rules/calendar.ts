/** A piece with the first day on which it is open, `YYYY-MM-DD` in Beijing; null: from the beginning. */
interface Dated {
  readonly opensOn: string | null;
}

/** The pieces that open after `today`, the next one first; those of one day as they stand. */
export function coming<P extends Dated>(pieces: readonly P[], today: string): P[] {
  return pieces
    .filter(({ opensOn }) => opensOn !== null && opensOn > today)
    .toSorted((a, b) => (a.opensOn! < b.opensOn! ? -1 : Number(a.opensOn! > b.opensOn!)));
}
