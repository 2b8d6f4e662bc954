/** What one player says of itself when it reports: under a name that nobody else has. */
export interface SeatReport {
  readonly id: string;
  readonly isPlaying: boolean;
}

/** The place of a player among those that may play at once. */
export class Seat {
  #id = newName();
  #isTaken = false;

  /** Whether it was said that this player plays. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** What to say now. */
  report(isPlaying: boolean): SeatReport {
    this.#isTaken = isPlaying;
    return { id: this.#id, isPlaying };
  }

  /** It was given to somebody else: who plays again takes a new one. */
  lose(): void {
    this.#id = newName();
    this.#isTaken = false;
  }
}

function newName(): string {
  // `randomUUID` is for https alone.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
