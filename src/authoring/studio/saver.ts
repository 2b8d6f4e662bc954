import type { LessonSaved, LessonStanding } from '#catalog/schema.ts';

/** What of a lesson is written by its author. */
export type Fields = Pick<
  LessonStanding,
  | 'title'
  | 'kind'
  | 'body'
  | 'assetId'
  | 'isTrial'
  | 'trialFirst'
  | 'opensOn'
  | 'opensAfterDays'
  | 'closesAfterDays'
> & {
  readonly needs: readonly string[];
};

/** How a text stands: kept by the house, or not yet, and why. */
export type SaveState =
  | { readonly kind: 'saved' | 'unsaved' | 'saving' | 'offline' }
  /** The house will not take it as it is, or not now. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Somebody else was quicker. */
  | { readonly kind: 'conflict'; readonly theirs: LessonStanding };

/** What was read of a lesson, and is changed from. */
export interface Base {
  readonly fields: Fields;
  readonly revision: number;
}

/** What a saver asks of the world around it. */
export interface SaverPorts {
  readonly send: (
    changes: Partial<Fields>,
    how: { readonly revision: number; readonly isAutosave: boolean },
  ) => Promise<LessonSaved>;
  /** What a failed save means; what is no answer of the house is thrown. */
  readonly judge: (error: unknown) => SaveState;
  /** Keeps what is not saved on this device. */
  readonly keep: (fields: Fields, base: Base) => void;
  /** All is saved: nothing has to be kept here. */
  readonly forget: () => void;
  readonly tell: (state: SaveState) => void;
}

const calmMs = 1_500;
const longestMs = 5_000;
const againMs = 5_000;

/** The fields in which `now` differs from `before`. A lesson without a title is not sent: that would be refused. */
export function changesOf(before: Fields, now: Fields): Partial<Fields> {
  const names = Object.keys(now) as (keyof Fields)[];
  return Object.fromEntries(
    names
      .filter(
        (name) => !isSame(now[name], before[name]) && (name !== 'title' || now.title.trim() !== ''),
      )
      .map((name) => [name, now[name]]),
  );
}

function isSame(a: Fields[keyof Fields], b: Fields[keyof Fields]): boolean {
  return a === b || (Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b));
}

/** Saves a lesson by itself while it is written: what is not saved yet is kept on the device, and nothing is lost. */
export class Saver {
  readonly #ports: SaverPorts;
  #base: Base;
  #now: Fields;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirtySince: number | undefined;
  #isSending = false;
  #isOver = false;
  #isHalted = false;
  #isBegun = false;

  constructor(base: Base, ports: SaverPorts) {
    this.#base = base;
    this.#now = base.fields;
    this.#ports = ports;
  }

  get fields(): Fields {
    return this.#now;
  }

  get base(): Base {
    return this.#base;
  }

  get isDirty(): boolean {
    return Object.keys(changesOf(this.#base.fields, this.#now)).length > 0;
  }

  get isHalted(): boolean {
    return this.#isHalted;
  }

  /** The editor is opened with what was found; what of it is not saved will be, unless there is a conflict. */
  begin({ fields, state }: { readonly fields: Fields; readonly state: SaveState }): void {
    this.#isOver = false;
    if (!this.#isBegun) this.#now = fields;
    this.#isBegun = true;
    this.#isHalted = state.kind === 'conflict';
    if (this.isDirty && !this.#isHalted) this.#plan();
  }

  /** Takes what was typed; it is saved when typing rests, and every few seconds while it does not. */
  change(patch: Partial<Fields>): void {
    this.#now = { ...this.#now, ...patch };
    this.#keep();
    if (this.#isHalted || this.#isSending) return;
    this.#ports.tell({ kind: this.isDirty ? 'unsaved' : 'saved' });
    if (this.isDirty) this.#plan();
  }

  /** Saves at once: a save point of its own when somebody asks for it. */
  async save(isAutosave = false): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isSending || this.#isHalted) return;
    const changes = changesOf(this.#base.fields, this.#now);
    if (Object.keys(changes).length === 0 && isAutosave) return this.#ports.forget();
    const sent = this.#now;
    this.#isSending = true;
    this.#dirtySince = undefined;
    this.#ports.tell({ kind: 'saving' });
    try {
      const { revision } = await this.#ports.send(changes, {
        revision: this.#base.revision,
        isAutosave,
      });
      this.#base = { fields: { ...this.#base.fields, ...changes }, revision };
      this.#isSending = false;
      this.#settle(sent);
    } catch (error) {
      this.#isSending = false;
      this.#fail(error);
    }
  }

  #settle(sent: Fields): void {
    if (this.#now === sent || !this.isDirty) {
      this.#ports.forget();
      this.#ports.tell({ kind: 'saved' });
      return;
    }
    this.#keep();
    this.#ports.tell({ kind: 'unsaved' });
    this.#plan();
  }

  #fail(error: unknown): void {
    this.#keep();
    const state = this.#ports.judge(error);
    this.#isHalted = state.kind !== 'offline';
    this.#ports.tell(state);
    if (state.kind === 'offline') this.#plan(againMs);
  }

  /** Goes on after a conflict: `theirs` is what was changed from, `fields` what is to stand. */
  resolve(theirs: Base, fields: Fields): void {
    this.#base = theirs;
    this.#now = fields;
    this.#isHalted = false;
    if (this.isDirty) {
      this.#keep();
      void this.save();
      return;
    }
    this.#ports.forget();
    this.#ports.tell({ kind: 'saved' });
  }

  /** Tries again what was refused. */
  retry(): void {
    this.#isHalted = false;
    void this.save(true);
  }

  /** The editor is left: what is not saved is sent once more, and kept until that is known. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    if (this.isDirty) void this.save(true);
  }

  #keep(): void {
    if (this.isDirty || this.#now.title.trim() === '') this.#ports.keep(this.#now, this.#base);
  }

  #plan(ms = calmMs): void {
    if (this.#isOver) return;
    const now = performance.now();
    this.#dirtySince ??= now;
    const left = Math.max(0, this.#dirtySince + longestMs - now);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(true), ms === calmMs ? Math.min(ms, left) : ms);
  }
}
