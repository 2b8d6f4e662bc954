const pauseMs = 150;

/**
 * A combobox of suggestions under its search input. `source` answers `?q=` with
 * `{ "suggestions": ["…"] }`; any other answer shows nothing, and the plain search goes on working.
 */
export class SearchSuggest extends HTMLElement {
  #input!: HTMLInputElement;
  #list!: HTMLUListElement;
  #timer = 0;
  #request = new AbortController();

  connectedCallback(): void {
    const input = this.querySelector('input');
    if (!input) return;
    this.#input = input;
    this.#list = document.createElement('ul');
    this.#list.className = 'suggestions';
    this.#list.id = 'search-suggestions';
    this.#list.role = 'listbox';
    this.#list.ariaLabel = input.ariaLabel;
    this.#list.hidden = true;
    this.append(this.#list);
    input.role = 'combobox';
    input.ariaAutoComplete = 'list';
    input.ariaExpanded = 'false';
    input.setAttribute('aria-controls', this.#list.id);

    input.addEventListener('input', (event) => this.#typed(event));
    input.addEventListener('compositionend', () => this.#ask());
    input.addEventListener('keydown', (event) => this.#key(event));
    input.addEventListener('blur', () => this.#show([]));
    // Keeps the focus in the input, so that the click arrives before the list closes.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => {
      const item = (event.target as Element).closest('li');
      if (item) this.#choose(item);
    });
  }

  #typed(event: Event): void {
    if (!(event instanceof InputEvent && event.isComposing)) this.#ask();
  }

  #ask(): void {
    clearTimeout(this.#timer);
    this.#request.abort();
    this.#timer = window.setTimeout(() => void this.#fetch(), pauseMs);
  }

  async #fetch(): Promise<void> {
    const query = this.#input.value.trim();
    if (!query) return this.#show([]);
    this.#request = new AbortController();
    const { signal } = this.#request;
    const url = `${this.getAttribute('source')}?q=${encodeURIComponent(query)}`;
    // A suggestion that does not come is no loss: the form still searches.
    const answer = await fetch(url, { signal })
      .then((response) => (response.ok ? (response.json() as Promise<unknown>) : undefined))
      .catch(() => undefined);
    if (!signal.aborted) this.#show(suggestionsIn(answer));
  }

  #show(texts: readonly string[]): void {
    const open = texts.length > 0 && document.activeElement === this.#input;
    this.#list.hidden = !open;
    this.#input.ariaExpanded = String(open);
    this.#input.removeAttribute('aria-activedescendant');
    this.#list.replaceChildren(
      ...texts.map((text, index) => {
        const item = document.createElement('li');
        item.role = 'option';
        item.id = `suggestion-${index}`;
        item.textContent = text;
        item.ariaSelected = 'false';
        return item;
      }),
    );
  }

  #key(event: KeyboardEvent): void {
    // Enter and arrows belong to the input method while it composes.
    if (event.isComposing || this.#list.hidden) return;
    const items = [...this.#list.children];
    const at = items.findIndex((item) => item.ariaSelected === 'true');
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = (at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length;
      items.forEach((item, index) => (item.ariaSelected = String(index === next)));
      this.#input.setAttribute('aria-activedescendant', `suggestion-${next}`);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.#show([]);
    } else if (event.key === 'Enter' && items[at]) {
      event.preventDefault();
      this.#choose(items[at]);
    }
  }

  #choose(item: Element): void {
    this.#input.value = item.textContent ?? '';
    this.#input.form?.requestSubmit();
  }
}

function suggestionsIn(answer: unknown): readonly string[] {
  const list = (answer as { readonly suggestions?: unknown } | undefined)?.suggestions;
  return Array.isArray(list) ? list.filter((text) => typeof text === 'string').slice(0, 8) : [];
}
