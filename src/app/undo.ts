/** Nothing went wrong: somebody wants the process to end while it is still starting. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** What has to be closed before the process may end: last opened, first closed, each once. */
export class Undo {
  readonly #steps: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  /** Notes how to close what was just opened. @throws Stopped when all is being closed already; then this is, too */
  async add(step: () => Promise<void>): Promise<void> {
    if (this.#running) {
      await step();
      throw new Stopped();
    }
    this.#steps.push(step);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Closes everything; what cannot be closed does not keep the rest open. @throws the first failure, in the end */
  run(): Promise<void> {
    return (this.#running ??= this.#closeAll());
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).toReversed()) {
      await step().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
