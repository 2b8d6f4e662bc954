import { wholeWeight, type Answer, type Choice } from '../types.ts';

/** A weight in percent. */
export function percentOf(weight: number): number {
  return weight / (wholeWeight / 100);
}

/** What is right, on one line; what is said to be true or false is `✓` or `✗`, as in every language. */
export function sayAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'essay':
      return '';
    case 'true_false':
      return answer.isTrue ? '✓' : '✗';
    case 'matching':
      return answer.pairs
        .filter(({ left }) => left !== '')
        .map(({ left, right }) => `${left} → ${right}`)
        .join('; ');
    case 'numeric':
      return answer.ranges
        .map(({ min, max }) => (min === max ? `${min}` : `${min}–${max}`))
        .join('; ');
    default:
      return answer.choices
        .filter(({ weight }) => weight > 0)
        .map(sayChoice)
        .join('; ');
  }
}

function sayChoice({ text, weight }: Choice): string {
  return weight === wholeWeight ? text : `${text} (${Number(percentOf(weight).toFixed(2))}%)`;
}
