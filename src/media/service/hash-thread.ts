import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashTask } from './hash-growing.ts';

// What the thread of `hash-growing.ts` runs.

interface Reading {
  readonly hash: Hash;
  at: number;
  /** How far the file is known to be written. */
  goal: number;
  question: number | undefined;
}

const block = Buffer.allocUnsafeSlow(256 * 1024);
const stepBytes = 16 * 1024 * 1024;
const mostReadings = 1_000;

const port = parentPort!;
const readings = new Map<string, Reading>();
let isAtWork = false;

port.on('message', ({ path, goal, question }: HashTask) => {
  if (goal === undefined) return void readings.delete(path);
  const reading = readings.get(path) ?? begin(path);
  reading.goal = Math.max(reading.goal, goal);
  reading.question = question ?? reading.question;
  if (!isAtWork) round();
});

function begin(path: string): Reading {
  // Whoever is forgotten is read from its beginning once more.
  const [oldest] = readings.keys();
  if (readings.size >= mostReadings && oldest !== undefined) readings.delete(oldest);
  const reading = { hash: createHash('sha256'), at: 0, goal: 0, question: undefined };
  readings.set(path, reading);
  return reading;
}

/** Everybody who is behind comes a step further: a long file holds up no short one. */
function round(): void {
  isAtWork = false;
  for (const [path, reading] of readings) {
    try {
      if (reading.at < reading.goal) step(path, reading);
      answer(path, reading);
    } catch (error) {
      readings.delete(path);
      if (reading.question !== undefined) say({ question: reading.question, error });
    }
    isAtWork ||= reading.at < reading.goal && readings.has(path);
  }
  if (isAtWork) setImmediate(round);
}

function step(path: string, reading: Reading): void {
  const file = openSync(path, 'r');
  try {
    const end = Math.min(reading.goal, reading.at + stepBytes);
    while (reading.at < end) {
      const read = readSync(file, block, 0, Math.min(block.length, end - reading.at), reading.at);
      if (read === 0) throw new Error('a file is shorter than what was written to it');
      reading.hash.update(read === block.length ? block : block.subarray(0, read));
      reading.at += read;
    }
  } finally {
    closeSync(file);
  }
}

function answer(path: string, { question, at, goal, hash }: Reading): void {
  if (question === undefined || at < goal) return;
  readings.delete(path);
  say({ question, sha256: hash.digest() });
}

function say(answered: HashAnswer): void {
  port.postMessage(answered);
}
