/** Copies its `data-text` and says so on its button for two seconds. */
export class CopyText extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', () => void this.#copy());
  }

  async #copy(): Promise<void> {
    const label = this.querySelector('[aria-live]');
    const { text = '', done = '' } = this.dataset;
    if (!label || label.textContent === done) return;
    await navigator.clipboard.writeText(text);
    const before = label.textContent;
    label.textContent = done;
    setTimeout(() => (label.textContent = before), 2000);
  }
}
