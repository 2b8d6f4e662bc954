/** Submits its form when a select changes by pointer; by keyboard it leaves the button, as each arrow is a change. */
export class AutoSubmit extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('keydown', (event) => {
      if (event.target instanceof HTMLSelectElement && event.key !== 'Tab') {
        this.dataset['byKey'] = '';
      }
    });
    this.addEventListener('pointerdown', () => delete this.dataset['byKey']);
    this.addEventListener('change', () => {
      if (!('byKey' in this.dataset)) this.querySelector('form')?.requestSubmit();
    });
  }
}
