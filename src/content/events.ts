/** A creator asked for an upload to be imported. */
export interface ImportAsked {
  readonly importId: string;
}

/** Somebody asked for a work as a zip. */
export interface ExportAsked {
  readonly exportId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'import.asked': ImportAsked;
    'export.asked': ExportAsked;
  }
}
