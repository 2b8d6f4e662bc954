// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface InvoiceSeriesTable {
  seller: string;
  kind: 'invoice' | 'credit';
  year: number;
  last: number;
}

export interface InvoiceTable {
  id: string;
  orderId: string;
  kind: 'invoice' | 'credit';
  refundId: string | null;
  seller: string;
  year: number;
  serial: number;
  amount: number;
  issuedAt: Date;
  content: ColumnType<unknown, string, string>;
}

export interface FapiaoTable {
  id: string;
  orderId: string;
  buyerId: string;
  state: Generated<'requested' | 'issued' | 'red_owed' | 'red' | 'refused' | 'withdrawn'>;
  kind: 'personal' | 'company';
  title: string;
  taxNumber: Generated<string>;
  email: string;
  locale: 'zh' | 'en';
  requestedAt: Date;
  dueAt: Date;
  amount: number | null;
  number: string | null;
  issuedOn: string | null;
  issuedAt: Date | null;
  issuedBy: string | null;
  link: Generated<string>;
  fileKey: string | null;
  fileName: string | null;
  reason: Generated<string>;
  closedAt: Date | null;
}

export interface RedLetterTable {
  id: string;
  fapiaoId: string;
  amount: number;
  owedAt: Date;
  number: string | null;
  issuedOn: string | null;
  doneAt: Date | null;
  doneBy: string | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    invoiceSeries: InvoiceSeriesTable;
    invoice: InvoiceTable;
    fapiao: FapiaoTable;
    redLetter: RedLetterTable;
  }
}
