import type { Route } from '#platform/http/route.ts';
import { fapiaoRoutes } from './fapiao.tsx';
import { invoiceRoutes } from './invoice.tsx';

/** Every page of invoices and fapiao. */
export const invoicePages: readonly Route[] = [...invoiceRoutes, ...fapiaoRoutes];
