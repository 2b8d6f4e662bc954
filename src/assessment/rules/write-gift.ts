import { wholeWeight, type Answer, type Choice, type Question } from '../types.ts';
import { percentOf } from './show.ts';

/** Questions as GIFT, which `readGift` and Moodle read; categories are written where they change. */
export function writeGift(questions: readonly Question[]): string {
  let category = '';
  return questions
    .map((question) => {
      const isSame = question.category === category;
      ({ category } = question);
      return (isSame ? '' : `$CATEGORY: ${category}\n\n`) + writeQuestion(question);
    })
    .join('\n');
}

function writeQuestion({ title, format, stem, answer, feedback }: Question): string {
  const name = title === '' ? '' : `::${escaped(title)}::`;
  const general = feedback === '' ? '' : `\n####${escaped(feedback)}`;
  return `${name}[${format}]${escaped(stem)} {${writeAnswer(answer)}${general}}\n`;
}

/** The signs that mean something, and line ends, which would end a question. */
function escaped(text: string): string {
  return text.replaceAll(/[\\~=#{}:]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
}

function writeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'essay':
      return '';
    case 'true_false':
      return (answer.isTrue ? 'TRUE' : 'FALSE') + writeBoth(answer.whenWrong, answer.whenRight);
    case 'matching':
      return answer.pairs
        .map(({ left, right }) => `\n=${escaped(left)} -> ${escaped(right)}`)
        .join('');
    case 'numeric':
      return `#${answer.ranges
        .map((range) => `\n=${share(range.weight)}${writeRange(range)}${said(range.feedback)}`)
        .join('')}`;
    case 'single':
      return answer.choices.map((choice) => writeChoice(choice, isWhole(choice))).join('');
    case 'short':
      return answer.choices.map((choice) => writeChoice(choice, true)).join('');
    case 'multiple':
      return answer.choices.map((choice) => writeChoice(choice, false)).join('');
  }
}

function isWhole({ weight }: Choice): boolean {
  return weight === wholeWeight;
}

function writeChoice(choice: Choice, isRight: boolean): string {
  const { text, feedback, weight } = choice;
  const isUsual = isRight ? isWhole(choice) : weight === 0;
  // Words that look like a part of the marks would be read as one.
  const part = isUsual && !/^\s*%-?[\d.]+%/.test(text) ? '' : `%${percentOf(weight)}%`;
  return `\n${isRight ? '=' : '~'}${part}${escaped(text)}${said(feedback)}`;
}

function share(weight: number): string {
  return weight === wholeWeight ? '' : `%${percentOf(weight)}%`;
}

function writeRange({ min, max }: { readonly min: number; readonly max: number }): string {
  return min === max ? String(min) : `${min}..${max}`;
}

function said(feedback: string): string {
  return feedback === '' ? '' : `#${escaped(feedback)}`;
}

/** First what is said to who was wrong, then to who was right. */
function writeBoth(whenWrong: string, whenRight: string): string {
  if (whenRight !== '') return `#${escaped(whenWrong)}#${escaped(whenRight)}`;
  return said(whenWrong);
}
