import pg from 'pg';

/** One statement on its way, rows as arrays. */
export type Sent = pg.QueryArrayConfig;

interface Lane {
  readonly client: pg.Client;
  readonly open: Promise<unknown>;
  waiting: number;
  isCorked: boolean;
}

/**
 * A few connections that single reads share: each is sent at once, behind those that are under way, and answered in turn.
 * What is asked in one breath leaves in one packet. A lane that breaks fails what was on it and is laid anew.
 */
export class Lanes {
  readonly #config: pg.ClientConfig;
  readonly #lanes: (Lane | undefined)[];
  readonly #onLost: (error: Error) => void;

  constructor(config: pg.ClientConfig, count: number, onLost: (error: Error) => void) {
    this.#config = { ...config, pipeline: true };
    this.#lanes = Array.from({ length: count }, () => undefined);
    this.#onLost = onLost;
  }

  /** Asks on the emptiest lane. */
  async ask(sent: Sent): Promise<pg.QueryArrayResult> {
    const lane = this.#emptiest();
    lane.waiting += 1;
    try {
      await lane.open;
      hold(lane);
      return await lane.client.query(sent);
    } finally {
      lane.waiting -= 1;
    }
  }

  async close(): Promise<void> {
    const open = this.#lanes.filter((lane) => lane !== undefined);
    this.#lanes.fill(undefined);
    await Promise.all(open.map(({ client }) => client.end()));
  }

  #emptiest(): Lane {
    let best = 0;
    for (const [index, lane] of this.#lanes.entries()) {
      if (lane?.waiting === 0) return lane;
      const least = this.#lanes[best];
      if (least && (lane?.waiting ?? 0) < least.waiting) best = index;
    }
    return this.#lanes[best] ?? this.#lay(best);
  }

  #lay(index: number): Lane {
    const client = new pg.Client(this.#config);
    const open = client.connect();
    const lane: Lane = { client, open, waiting: 0, isCorked: false };
    const forget = () => {
      if (this.#lanes[index] === lane) this.#lanes[index] = undefined;
    };
    client.on('error', (error) => {
      forget();
      this.#onLost(error);
    });
    client.on('end', forget);
    // Whoever asked hears it; here it must only not count as unhandled.
    open.catch(forget);
    this.#lanes[index] = lane;
    return lane;
  }
}

/** Keeps what is sent until this turn of the event loop has asked all it wants. */
function hold(lane: Lane): void {
  if (lane.isCorked) return;
  lane.isCorked = true;
  const { stream } = lane.client.connection;
  stream.cork();
  process.nextTick(() => {
    lane.isCorked = false;
    stream.uncork();
  });
}
