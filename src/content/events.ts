/** A creator asked for an upload to be imported. */
export interface ImportAsked {
  readonly importId: string;
}

/** Somebody asked for a work as a zip. */
export interface ExportAsked {
  readonly exportId: string;
}

/** A creator asked for a feed at an address to be imported. */
export interface FeedAsked {
  readonly importId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'import.asked': ImportAsked;
    'feed.asked': FeedAsked;
    'export.asked': ExportAsked;
  }
}
