/** One deed as it was written down. */
export interface Deed {
  readonly id: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly deed: string;
  readonly subject: string;
  readonly detail: Record<string, unknown>;
  readonly ip: string | null;
}
