import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { refuseImport } from '../refusals.ts';
import { filesNamed, Manifest, manifestName, packageVersion } from '../rules/package.ts';
import type { Source, SourceFile } from './open-source.ts';
import type { Findings } from './read-course.ts';

const manifestLimit = 8 * 1024 * 1024;

/**
 * What an export says of its files; undefined for a folder that nobody exported. Files that are missing are problems.
 *
 * @throws Refusal import.newer_package
 */
export async function readManifest(
  source: Source,
  findings: Findings,
): Promise<Manifest | undefined> {
  const file = source.files.get(manifestName);
  if (!file) return undefined;
  const said =
    file.sizeBytes > manifestLimit ? undefined : readJson(await readFile(file.diskPath, 'utf8'));
  const { success, data } = Manifest.safeParse(said);
  if (!success) {
    // Somebody else's manifest.json says nothing about a course; ours must be whole.
    if (isOurs(said) || said === undefined) findings.problem(manifestName, 'badManifest');
    else findings.notice(manifestName, 'notUsed');
    return undefined;
  }
  if (data.version > packageVersion) throw refuseImport('import.newer_package');
  compareFiles(source, data, findings);
  return data;
}

function compareFiles({ files }: Source, manifest: Manifest, findings: Findings): void {
  const named = filesNamed(manifest);
  for (const path of named) if (!files.has(path)) findings.problem(path, 'missingFile');
  for (const path of files.keys())
    if (!named.has(path) && path !== manifestName && path !== 'course.yaml')
      findings.notice(path, 'notInManifest');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isOurs(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value.format === 'shuyuan.work'
  );
}

/** Notes files that are not what they were when they were exported: somebody edited them, or they were damaged. */
export async function noteChanges(
  source: Source,
  { files }: Manifest,
  findings: Findings,
): Promise<void> {
  for (const { path, sha256 } of files) {
    const file = source.files.get(path);
    if (file && (await hashOf(file)) !== sha256) findings.notice(path, 'changedSince');
  }
}

async function hashOf({ diskPath }: SourceFile): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(diskPath, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}
