// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export { FilesRefused, importFolder, isAddress } from './service/import-folder.ts';
export {
  askImport,
  getImport,
  importTopic,
  listImports,
  runImport,
  sweepImports,
} from './service/import-job.ts';
export {
  askExport,
  exportTopic,
  getExport,
  runExport,
  sendExport,
  sweepExports,
} from './service/export-job.ts';
export { packWork } from './service/pack-work.ts';
export { writeFolder, zipWork } from './service/write-package.ts';
export { nameFile, previewMarkdown } from './service/name-file.ts';
export { peekCreator } from './service/peek-creator.ts';
export { castDraft, castLive, castMissing } from './service/keep-casts.ts';
export { plainText, readWords } from './service/plain-text.ts';
export { findShown, renderMarkdown } from './service/render-markdown.ts';
export { declares, newFolder, unpack } from './service/open-source.ts';
