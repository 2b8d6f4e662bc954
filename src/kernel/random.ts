/** A source of numbers in [0, 1). Rules never draw; services draw from their context. */
export type Random = () => number;

/** mulberry32 (T. Ettinger, public domain): a small seeded generator, so that a run can be repeated. Not for secrets. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
