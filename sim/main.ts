import { parseArgs } from 'node:util';
import { plant } from './planted.ts';

// `npm run sim -- --seed N`: drives the whole house and judges its money. Exit code 1 when something is not true.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    events: { type: 'string', default: '3000' },
    clients: { type: 'string', default: '8' },
    buyers: { type: 'string' },
    level: { type: 'string', default: '1' },
    /** How long the real server is driven (level 2). */
    seconds: { type: 'string', default: '15' },
    /** Seeds of single steps, in place of those that follow from `--seed`. */
    steps: { type: 'string' },
    /** A planted fault; the run then succeeds when it is found. */
    fault: { type: 'string' },
    'no-shrink': { type: 'boolean', default: false },
    'self-test': { type: 'boolean', default: false },
  },
});

// A source can be changed only before it is loaded, so nothing of the house is imported above.
const planted = values.fault === undefined ? undefined : plant(values.fault);
const { findPlanted, runHonest, runLevel2 } = await import('./commands.ts');

const asked = {
  seed: wholeNumber('seed'),
  events: wholeNumber('events'),
  clients: wholeNumber('clients'),
  seconds: wholeNumber('seconds'),
  ...(values.buyers === undefined ? {} : { buyers: wholeNumber('buyers') }),
  ...(values.steps === undefined ? {} : { steps: values.steps.split(',').map(Number) }),
};
process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  if (values['self-test']) return (await import('./self.ts')).selfTest();
  if (values.level === '2') return runLevel2(asked);
  return planted ? findPlanted(asked, planted) : runHonest(asked, !values['no-shrink']);
}

function wholeNumber(name: 'seed' | 'events' | 'clients' | 'buyers' | 'seconds'): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`);
  return value;
}
