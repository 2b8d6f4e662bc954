import type { Refusal } from '#kernel/refusal.ts';
import { refuseMedia, type MediaFailure } from '../refusals.ts';

/** A document that cannot be worked on, with the reason as a code of media's refusals. */
export class BadDocument extends Error {
  readonly why: MediaFailure;

  constructor(why: MediaFailure) {
    super(why);
    this.name = 'BadDocument';
    this.why = why;
  }
}

/** The refusal that says so to people. */
export function refuseDocument(why: MediaFailure): Refusal {
  return refuseMedia(why);
}
