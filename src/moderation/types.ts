/** Where people write: each scene has a list of words of its own. */
export const scenes = ['work', 'comment', 'message', 'name'] as const;
export type Scene = (typeof scenes)[number];

/** A list of words: of one scene, or of every scene. */
export const lists = ['everywhere', ...scenes] as const;
export type WordList = (typeof lists)[number];

/** What happens to a text with the word: it is refused, the word is replaced, or a person looks at it. */
export const wordActions = ['block', 'replace', 'review'] as const;
export type WordAction = (typeof wordActions)[number];

/** A word that staff look for. */
export interface SensitiveWord {
  readonly id: string;
  readonly list: WordList;
  readonly word: string;
  readonly action: WordAction;
  /** What stands in its place; empty: an asterisk for each character. */
  readonly replacement: string;
  readonly note: string;
  readonly createdAt: Date;
}

export const findingKinds = ['word', 'link', 'phone', 'id_card', 'email', 'duplicate'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** How much a finding weighs, the weightiest first; a note asks for nothing. */
export const severities = ['block', 'replace', 'review', 'note'] as const;
export type Severity = (typeof severities)[number];

/** Something that a check found in a text: `start` and `end` are offsets in the text as it was given. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  /** The word, the domain, or the title of the other work. */
  readonly detail: string;
  /** Of a duplicate: how much is alike, in percent. */
  readonly percent?: number;
}

/** Which text of a work a finding stands in. */
export const workFields = [
  'title',
  'subtitle',
  'summary',
  'description',
  'titleEn',
  'subtitleEn',
  'summaryEn',
  'descriptionEn',
  'tags',
  'chapter',
  'lesson',
  'body',
] as const;
export type WorkField = (typeof workFields)[number];

/** A finding in a work, with what stands around it. */
export interface WorkFinding extends Finding {
  readonly field: WorkField;
  /** Of the chapter or lesson. */
  readonly id: string | null;
  /** What the chapter or lesson is called. */
  readonly title: string;
  readonly before: string;
  readonly hit: string;
  readonly after: string;
}

/** What the machine said about a draft as it was at one save. */
export interface WorkCheck {
  readonly workId: string;
  /** The save of the draft. */
  readonly revision: number;
  /** The state of the lists of words. */
  readonly wordRevision: number;
  readonly checkedAt: Date;
  /** The weightiest of what was found; null when nothing was. */
  readonly verdict: Severity | null;
  readonly findings: readonly WorkFinding[];
  /** Whether more was found than is kept. */
  readonly isCut: boolean;
}

/** A word as a file brings it. */
export interface WordRow {
  readonly list: WordList;
  readonly word: string;
  readonly action: WordAction;
  readonly replacement: string;
  readonly note: string;
}

/** Something wrong with a line of a file. */
export interface LineProblem {
  readonly line: number;
  readonly what: 'columns' | 'list' | 'action' | 'word' | 'long' | 'quotes';
}
