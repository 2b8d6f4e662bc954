import pg from 'pg';
import type { Connection } from '#platform/db.ts';

const lookEveryMs = 25;

/**
 * Tells when orders are paid, by one small question to the database for all that wait: asking over HTTP until it is so
 * would cost more than the order.
 */
export class PaidWatch {
  readonly #pool: pg.Pool;
  readonly #waiting = new Map<string, () => void>();
  #looking = false;

  constructor(connection: Connection) {
    this.#pool = new pg.Pool({ ...connection, max: 1 });
  }

  /** Waits until the order is paid. @throws when it is not within `patienceMs` */
  async until(orderId: string, patienceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error(`order ${orderId} was not served in ${patienceMs / 1_000} s`)),
          patienceMs,
        );
        this.#waiting.set(orderId, resolve);
        this.#lookSoon();
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(orderId);
    }
  }

  #lookSoon(): void {
    if (this.#looking || this.#waiting.size === 0) return;
    this.#looking = true;
    setTimeout(() => {
      void this.#look().finally(() => {
        this.#looking = false;
        this.#lookSoon();
      });
    }, lookEveryMs);
  }

  async #look(): Promise<void> {
    const { rows } = await this.#pool.query<{ id: string }>({
      name: 'paid',
      text: `select id from "order" where id = any($1::uuid[]) and state = 'paid'`,
      values: [[...this.#waiting.keys()]],
    });
    for (const { id } of rows) this.#waiting.get(id)?.();
  }
}
