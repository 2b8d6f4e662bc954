import { wholeWeight, type Answer, type ProblemKind, type Question } from '../types.ts';

/** How many characters a text of a question may have, and how many options it may have. */
const longestText = 20_000;
const mostOptions = 100;
// Thirds and sevenths do not sum to the whole exactly: a hundredth of a percent is let go.
const slack = wholeWeight / 10_000;

/** What is wrong with a question; undefined when it is one that can be asked and marked. */
export function faultOf({ stem, title, feedback, answer }: Question): ProblemKind | undefined {
  if (stem === '') return 'noStem';
  if ([stem, title, feedback, ...textsOf(answer)].some((text) => text.length > longestText))
    return 'longText';
  return faultOfAnswer(answer);
}

function faultOfAnswer(answer: Answer): ProblemKind | undefined {
  switch (answer.kind) {
    case 'single':
      return faultOfSingle(answer.choices);
    case 'multiple':
      return faultOfMultiple(answer.choices);
    case 'short':
      return faultOfShort(answer.choices);
    case 'numeric':
      return faultOfNumeric(answer.ranges);
    case 'matching':
      return faultOfMatching(answer.pairs);
    default:
      return undefined;
  }
}

function textsOf(answer: Answer): string[] {
  switch (answer.kind) {
    case 'true_false':
      return [answer.whenRight, answer.whenWrong];
    case 'numeric':
      return answer.ranges.map(({ feedback }) => feedback);
    case 'matching':
      return answer.pairs.flatMap(({ left, right }) => [left, right]);
    case 'essay':
      return [];
    default:
      return answer.choices.flatMap(({ text, feedback }) => [text, feedback]);
  }
}

type Choices = Extract<Answer, { choices: unknown }>['choices'];

function faultOfOptions(choices: Choices): ProblemKind | undefined {
  if (choices.length < 2) return 'fewOptions';
  if (choices.length > mostOptions) return 'manyOptions';
  if (choices.some(({ text }) => text === '')) return 'badOption';
  return choices.some(({ weight }) => !isWeight(weight)) ? 'badWeight' : undefined;
}

function isWeight(weight: number): boolean {
  return Number.isSafeInteger(weight) && Math.abs(weight) <= wholeWeight;
}

function faultOfSingle(choices: Choices): ProblemKind | undefined {
  const right = choices.filter(({ weight }) => weight === wholeWeight).length;
  if (right === 0) return faultOfOptions(choices) ?? 'noRight';
  return faultOfOptions(choices) ?? (right > 1 ? 'manyRight' : undefined);
}

function faultOfMultiple(choices: Choices): ProblemKind | undefined {
  const fault = faultOfOptions(choices);
  if (fault) return fault;
  const sum = choices.reduce((all, { weight }) => all + Math.max(0, weight), 0);
  if (sum === 0) return 'noRight';
  return Math.abs(sum - wholeWeight) > slack ? 'badSum' : undefined;
}

function faultOfShort(choices: Choices): ProblemKind | undefined {
  if (choices.length > mostOptions) return 'manyOptions';
  if (choices.some(({ text }) => text === '')) return 'badOption';
  if (choices.some(({ weight }) => !isWeight(weight) || weight <= 0)) return 'badWeight';
  // In GIFT an arrow makes a pair of what stands around it.
  if (choices.some(({ text }) => text.includes('->'))) return 'badArrow';
  return choices.some(({ weight }) => weight === wholeWeight) ? undefined : 'noRight';
}

function faultOfNumeric(
  ranges: Extract<Answer, { kind: 'numeric' }>['ranges'],
): ProblemKind | undefined {
  if (ranges.length > mostOptions) return 'manyOptions';
  const isNumber = ({ min, max }: { min: number; max: number }) =>
    Number.isFinite(min) && Number.isFinite(max) && min <= max;
  if (ranges.length === 0 || !ranges.every(isNumber)) return 'badNumber';
  if (ranges.some(({ weight }) => !isWeight(weight) || weight <= 0)) return 'badWeight';
  return ranges.some(({ weight }) => weight === wholeWeight) ? undefined : 'noRight';
}

function faultOfMatching(
  pairs: Extract<Answer, { kind: 'matching' }>['pairs'],
): ProblemKind | undefined {
  if (pairs.length > mostOptions) return 'manyOptions';
  if (pairs.some(({ right }) => right === '')) return 'badPair';
  if (pairs.some(({ left }) => left.includes('->'))) return 'badArrow';
  return pairs.filter(({ left }) => left !== '').length < 2 ? 'fewOptions' : undefined;
}
