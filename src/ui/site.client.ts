import { listenForBusyForms } from './behaviours/busy-forms.ts';
import { listenForDialogs } from './behaviours/dialogs.ts';
import { listenForMenus } from './behaviours/menus.ts';
import { AutoSubmit } from './behaviours/auto-submit.ts';
import { CopyText } from './behaviours/copy-text.ts';
import { PrintPage } from './behaviours/print-page.ts';
import { SearchSuggest } from './behaviours/search-suggest.ts';
import { ThemeChoice } from './behaviours/theme-choice.ts';
import { WaitFor } from './behaviours/wait-for.ts';

customElements.define('auto-submit', AutoSubmit);
customElements.define('copy-button', CopyText);
customElements.define('print-button', PrintPage);
customElements.define('search-suggest', SearchSuggest);
customElements.define('theme-switch', ThemeChoice);
customElements.define('wait-for', WaitFor);
listenForBusyForms();
listenForDialogs();
listenForMenus();
