// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export {
  beginFromPattern,
  dropTemplate,
  duplicateWork,
  listPatterns,
  listTemplates,
  makeTemplate,
} from './service/begin-work.ts';
export {
  endPreviewLink,
  listPreviewLinks,
  makePreviewLink,
  openPreviewLink,
} from './service/preview-links.ts';
export { previewTexts } from './service/previews.ts';
export { addSnippet, editSnippet, listSnippets, removeSnippet } from './service/snippets.ts';
export {
  compareFaces,
  compareLesson,
  getFace,
  getVersion,
  keepText,
  listFaces,
  listVersions,
  restoreFace,
  restoreVersion,
} from './service/versions.ts';
