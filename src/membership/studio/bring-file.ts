import { ask } from '#studio/api.ts';
import {
  MembersReader,
  readEnd,
  type FileProblem,
  type MemberLine,
} from '../rules/read-members.ts';
import type { ImportChunk, ImportedItem } from '../schema.ts';

/** What is in a file before anything is done with it. */
export interface Survey {
  readonly problem: FileProblem | undefined;
  readonly lines: number;
  /** The names of tiers that it uses. */
  readonly tiers: readonly string[];
}

/** What the owner chose for a file. */
export interface Choices {
  /** By the name in the file; an empty text: leave it out. Names without a choice mean the tier of the same name. */
  readonly tiers: Readonly<Record<string, string>>;
  /** The tier of lines that name none. */
  readonly fallback: string;
  /** When memberships end that say nothing of it; null: never. */
  readonly until: string | null;
  readonly isTold: boolean;
}

/** What became of the whole file. */
export type Outcome = ImportedItem;

const pieceBytes = 256 * 1024;
const rowsAtOnce = 500;
const mostProblems = 2_000;
const mostTiers = 50;

/** Reads a file in pieces, so that its size does not matter. */
async function* linesOf(
  file: File,
  reader: MembersReader,
): AsyncGenerator<{ lines: MemberLine[]; share: number }> {
  const decoder = new TextDecoder();
  for (let at = 0; at < file.size && !reader.problem; at += pieceBytes) {
    const piece = await file.slice(at, at + pieceBytes).arrayBuffer();
    const text = decoder.decode(piece, { stream: true });
    yield { lines: reader.push(text), share: Math.min(1, (at + pieceBytes) / file.size) };
  }
  yield { lines: [...reader.push(decoder.decode()), ...reader.end()], share: 1 };
}

/** What is in a file: how many lines, and which tiers they name. */
export async function surveyFile(file: File): Promise<Survey> {
  const reader = new MembersReader();
  const tiers = new Set<string>();
  let count = 0;
  for await (const { lines } of linesOf(file, reader)) {
    count += lines.length;
    for (const name of lines.flatMap((line) => line.tiers)) tiers.add(name);
  }
  return { problem: reader.problem, lines: count, tiers: [...tiers].slice(0, mostTiers) };
}

interface Bringing {
  readonly choices: Choices;
  /** The tiers by their names in either language, in lower case. */
  readonly known: ReadonlyMap<string, string>;
  readonly isTrial: boolean;
  readonly onShare: (share: number) => void;
}

/** Brings a file, or says what would be done: five hundred lines at a time, the same again being harmless. */
export async function bringFile(file: File, bringing: Bringing): Promise<Outcome> {
  const importId = crypto.randomUUID();
  const reader = new MembersReader();
  let sum: Outcome = { taken: 0, accounts: 0, memberships: 0, moved: 0, problems: [] };
  for await (const { lines, share } of linesOf(file, reader)) {
    for (let at = 0; at < lines.length; at += rowsAtOnce) {
      const rows = lines.slice(at, at + rowsAtOnce).map((line) => rowOf(line, bringing));
      const { isTrial, choices } = bringing;
      const chunk = { importId, fileName: file.name, isTrial, isTold: choices.isTold, rows };
      sum = add(sum, await ask<ImportedItem>('POST', '/member-imports', { body: chunk }));
    }
    bringing.onShare(share);
  }
  return sum;
}

function rowOf(line: MemberLine, { choices, known }: Bringing): ImportChunk['rows'][number] {
  const named = line.tiers.map(
    (name) => choices.tiers[name] ?? known.get(name.toLowerCase()) ?? '',
  );
  const tierIds = [...new Set(named.length > 0 ? named : [choices.fallback])].filter(Boolean);
  const endsAt = line.endsAt === '' ? choices.until : (readEnd(line.endsAt) ?? 'unreadable');
  const { line: at, email, name, isDeleted } = line;
  return { line: at, email, name, tierIds, endsAt, isDeleted };
}

function add(a: Outcome, b: Outcome): Outcome {
  return {
    taken: a.taken + b.taken,
    accounts: a.accounts + b.accounts,
    memberships: a.memberships + b.memberships,
    moved: a.moved + b.moved,
    problems: [...a.problems, ...b.problems].slice(0, mostProblems),
  };
}
