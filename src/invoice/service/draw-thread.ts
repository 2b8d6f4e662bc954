import type { Locale } from '#kernel/locale.ts';
import { serveThread } from '#platform/threads.ts';
import { drawInvoice, type Drawable } from './draw-invoice.ts';

// What a thread of `deliver.ts` runs.
serveThread<{ readonly invoice: Drawable; readonly locale: Locale }, Uint8Array>(
  ({ invoice, locale }) => drawInvoice(invoice, locale),
);
