import { criteria, type Finding, type Mark, type Stage } from '../types.ts';

/** The lowest mark with which a work passes. */
export const passMark = 3;

export type BadFinding =
  | 'finding.nothing_failed'
  | 'finding.point_failed'
  | 'finding.reasons_missing'
  | 'finding.marks_missing'
  | 'finding.mark_low'
  | 'finding.note_missing';

/**
 * What is wrong with a finding; undefined when nothing is. Who passes a work found every point right and no mark too low;
 * who returns it says why, and of a first review which points.
 */
export function faultOf(stage: Stage, finding: Finding): BadFinding | undefined {
  const { verdict, failed, reasons } = finding;
  if (verdict === 'returned' && reasons.trim() === '') return 'finding.reasons_missing';
  if (stage === 'deep') return faultOfMarks(finding);
  if (verdict === 'passed' && failed.length > 0) return 'finding.point_failed';
  if (verdict === 'returned' && failed.length === 0) return 'finding.nothing_failed';
  return undefined;
}

function faultOfMarks({ verdict, marks }: Finding): BadFinding | undefined {
  const isWhole = criteria.every((one) => marks.filter(isAbout(one)).length === 1);
  if (!isWhole || marks.length !== criteria.length) return 'finding.marks_missing';
  const low = marks.filter(({ mark }) => mark < passMark);
  if (verdict === 'passed' && low.length > 0) return 'finding.mark_low';
  return low.some(({ note }) => note.trim() === '') ? 'finding.note_missing' : undefined;
}

const isAbout =
  (wanted: Mark['criterion']) =>
  ({ criterion }: Mark) =>
    criterion === wanted;
