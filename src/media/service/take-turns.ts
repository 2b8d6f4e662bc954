interface Turn {
  readonly end: Promise<void>;
  readonly stop: AbortController;
}

const turns = new Map<string, Turn>();

/**
 * Does `work` when nobody else in this process works under `name`. Whoever comes asks the one before to stop: a connection that
 * died unseen must not keep out its successor.
 */
export async function inTurn<T>(name: string, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  for (let before = turns.get(name); before; before = turns.get(name)) {
    before.stop.abort();
    await before.end;
  }
  const { promise: end, resolve: leave } = Promise.withResolvers<void>();
  const stop = new AbortController();
  turns.set(name, { end, stop });
  try {
    return await work(stop.signal);
  } finally {
    turns.delete(name);
    leave();
  }
}
