import { flushCompileCache } from 'node:module';
import { readSettings, SettingsRefused, type Settings } from '#platform/config.ts';
import { errorFields, jsonLog, readableLog, type Logger } from '#platform/log.ts';
import { openData } from './data.ts';
import { openFront } from './front.ts';
import { Undo } from './undo.ts';

// `npm start`.

const graceMs = 15_000;

await main();

async function main(): Promise<void> {
  const write = (line: string) => process.stderr.write(line);
  const log = process.stderr.isTTY ? readableLog(write) : jsonLog(write);
  try {
    await run(readSettings(process.env), log);
  } catch (error) {
    if (isPlain(error)) console.error(error.message);
    else log.error('Shuyuan could not start', errorFields(error));
    process.exit(1);
  }
}

async function run(settings: Settings, log: Logger): Promise<void> {
  const undo = new Undo();
  const opening = open(settings, log, undo);
  stopOnSignal(undo, log);
  try {
    await opening;
  } catch (error) {
    if (undo.isRunning) return; // whoever stops it ends the process, too
    await undo.run();
    throw error;
  }
  // What was compiled at this start is there for the next, however this one ends.
  setTimeout(flushCompileCache, 1_000).unref();
}

async function open(given: Settings, log: Logger, undo: Undo): Promise<void> {
  // The port first, so that a second start disturbs nobody.
  const front = given.role === 'worker' ? undefined : await openFront(given, undo);
  const settings = withPort(given, front?.port);

  // The database starts while the rest of the programme is read.
  const reading = import('./product.ts');
  reading.catch(nothing); // met below
  const starting = openData(settings, log);
  // Noted before it has started, so that to stop is to wait for it.
  await undo.add(() => starting.then(({ close }) => close(), nothing));
  const data = await starting;
  const { openProduct } = await reading;
  const product = await openProduct({ settings, log, undo, front, data });
  await product.greet((line) => console.log(line), performance.now());
}

function nothing(): void {}

/** PORT=0 is known only when it is taken; whoever asks for it does not know PUBLIC_URL either. */
function withPort(settings: Settings, port: number | undefined): Settings {
  const isUnknown = settings.publicUrl === 'http://localhost:0';
  return isUnknown && port !== undefined
    ? { ...settings, port, publicUrl: `http://localhost:${port}` }
    : settings;
}

/** Ctrl-C, SIGTERM, a closed terminal, or a launcher that went away: everything stops once, cleanly, at any moment. */
function stopOnSignal(undo: Undo, log: Logger): void {
  let isStopping = false;
  const stop = async (code: number) => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), graceMs);
    try {
      await undo.run();
      process.exit(code);
    } catch (error) {
      log.error('Shuyuan could not stop cleanly', errorFields(error));
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop(0));
  process.once('disconnect', () => void stop(0));
  process.on('uncaughtException', (error) => {
    log.error('something happened that nobody thought of; Shuyuan stops', errorFields(error));
    void stop(1);
  });
}

/** Whether the message is a sentence for the person who starts. */
function isPlain(error: unknown): error is Error {
  const names = [
    'SettingsRefused',
    'ListenRefused',
    'MigrationRefused',
    'PostgresRefused',
    'HouseRefused',
    'StoreRefused',
  ];
  return error instanceof SettingsRefused || (error instanceof Error && names.includes(error.name));
}
