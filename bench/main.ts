import { parseArgs } from 'node:util';
import { runMedia } from './media/media.ts';
import { runSelling, sellingParts } from './selling/selling.ts';
import { renderReport } from './render.ts';
import { isPaid, makeReport, saveReport } from './report.ts';
import { runHouses } from './run.ts';
import { measureSandbox } from './sandbox.ts';
import { scenarios } from './scenarios/all.ts';
import { sizes, type Size } from './sizes.ts';

// `npm run bench [-- --size small|large|both] [--only home,order] [--seconds 4] [--quick]`: what a request costs, and
// whether that grows with the house.

const usage = `npm run bench -- [--size small|large|both] [--only <scenario>,…] [--seconds 4] [--quick]
Scenarios: ${scenarios.map(({ name }) => name).join(', ')}, media, ${sellingParts.join(', ')}`;

const longestSeconds = 60;

await main();

async function main(): Promise<void> {
  const asked = readArguments();
  if (!asked) {
    console.error(usage);
    process.exitCode = 1;
    return;
  }
  if (
    asked.hasMedia &&
    !(await runMedia(asked.seconds, asked.isQuick, (line) => console.log(line)))
  )
    process.exitCode = 1;
  const { selling, seconds } = asked;
  if (selling.length > 0 && !(await runSelling(selling, seconds, (line) => console.log(line))))
    process.exitCode = 1;
  if (asked.wanted.length > 0) await measureRequests(asked);
}

type Asked = NonNullable<ReturnType<typeof readArguments>>;

async function measureRequests(asked: Asked): Promise<void> {
  const { chosen, wanted, seconds, rounds } = asked;
  const houses = await runHouses(chosen, {
    seconds,
    rounds,
    warmUpSeconds: seconds / 2,
    scenarios: wanted,
    say: (line) => console.log(line),
  });
  const sandboxUs = wanted.some(isPaid) ? await measureSandbox() : null;
  const report = makeReport(houses, wanted, { seconds, rounds, sandboxUs });
  const isWhole = wanted.length === scenarios.length && chosen.length === 2 && !asked.isQuick;
  const path = await saveReport(report, isWhole);
  console.log(`\n${renderReport(report)}\nWritten to ${path}`);
  if (report.rows.some(({ isMet }) => !isMet) || report.budgets.some(({ isMet }) => !isMet))
    process.exitCode = 1;
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: 'both' },
      only: { type: 'string' },
      seconds: { type: 'string', default: '4' },
      quick: { type: 'boolean', default: false },
    },
  });
  const asked = values.only?.split(',') ?? [
    ...scenarios.map(({ name }) => name),
    'media',
    ...sellingParts,
  ];
  const hasMedia = asked.includes('media');
  const selling = sellingParts.filter((part) => asked.includes(part));
  const apart = new Set<string>(['media', ...sellingParts]);
  const names = asked.filter((name) => !apart.has(name));
  const wanted = scenarios.filter(({ name }) => names.includes(name));
  const isChosen = ({ name }: Size) => values.size === 'both' || values.size === name;
  const chosen: Size[] = Object.values(sizes).filter(isChosen);
  const seconds = values.quick ? 1 : Number(values.seconds);
  const isKnown = wanted.length === names.length && chosen.length > 0;
  if (!isKnown || !(seconds > 0 && seconds <= longestSeconds)) return undefined;
  const rounds = values.quick ? 1 : 2;
  return { wanted, hasMedia, selling, chosen, seconds, rounds, isQuick: values.quick };
}
