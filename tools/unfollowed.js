// Preloaded into every process of `npm test`. node:test follows each promise by an asynchronous hook, only to say which test an error
// belongs to that nobody caught. That costs a fifth of the time of a test at the database; such an error fails its file without it too.
import asyncHooks from 'node:async_hooks';

const deaf = { enable: () => deaf, disable: () => deaf };
asyncHooks.createHook = () => deaf;

process.on('uncaughtExceptionMonitor', (error) => console.error(error));
