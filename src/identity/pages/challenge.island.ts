import { solve } from './sha256.ts';

const sliceSize = 5_000;

/** Solves its puzzle beside what the person types, and holds the form back until it is done. */
class ProofOfWork extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest('form');
    let isWaiting = false;
    let submitter: HTMLElement | null = null;
    form?.addEventListener('submit', (event) => {
      if (this.#solution) return;
      event.preventDefault();
      isWaiting = true;
      submitter = event.submitter;
    });
    void this.#work().then(() => isWaiting && form?.requestSubmit(submitter));
  }

  get #solution(): string {
    return this.querySelector('input')?.value ?? '';
  }

  async #work(): Promise<void> {
    const { puzzle = '', bits = '0', solved = '' } = this.dataset;
    for (let from = 0; ; from += sliceSize) {
      const solution = solve(puzzle, Number(bits), from, sliceSize);
      if (solution) {
        this.querySelector('input')!.value = solution;
        this.querySelector('output')!.value = solved;
        return;
      }
      // Typing goes first.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

customElements.define('proof-of-work', ProofOfWork);
