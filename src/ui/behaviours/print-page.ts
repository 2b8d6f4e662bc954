/** Prints the page it stands on. */
export class PrintPage extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', () => print());
  }
}
