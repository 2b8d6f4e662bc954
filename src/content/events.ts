/** A creator asked for an upload to be imported. */
export interface ImportAsked {
  readonly importId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'import.asked': ImportAsked;
  }
}
