import { test } from 'node:test';
import { filesContract } from './files.contract.ts';
import { openS3Files } from './files-s3.ts';
import { silentLog } from './log.ts';
import { startSwift } from './testing/swift.ts';

// The same promises to a store that others wrote, where it can be had.

const swift = await startSwift();

if (typeof swift === 'string')
  test('files: S3 of OpenStack Swift', { skip: swift }, () => undefined);
else {
  filesContract('S3 of OpenStack Swift', async () => {
    const files = await openS3Files({
      settings: swift.settings,
      log: silentLog,
      random: Math.random,
      largestBytes: 1e9,
      partBytes: 5 * 1024 * 1024,
    });
    return { files, close: swift.close };
  });
}
