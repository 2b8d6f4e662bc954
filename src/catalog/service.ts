// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export {
  categoryShelf,
  creatorIn,
  creatorShelf,
  draftOf,
  kindShelf,
  pathTo,
  tagShelf,
  wholeCatalogue,
} from './rules.ts';
export {
  beginningOf,
  hasBeginning,
  hasChapters,
  itemKinds,
  lookOf,
  mediaOf,
} from './rules/kinds.ts';
export {
  browseShelf,
  findShelf,
  listBands,
  listCardsOf,
  listSlugs,
  type Shelf,
} from './service/browse.ts';
export {
  addCategory,
  editCategory,
  getCategory,
  listCategories,
  removeCategory,
} from './service/categories.ts';
export {
  editCreator,
  getCreator,
  listCreators,
  listFrontCreators,
  openCreator,
  openOwnFace,
} from './service/creators.ts';
export { copyWork } from './service/copy-work.ts';
export { listLibrary } from './service/library.ts';
export { addLesson, editLesson, keepAside, removeLesson } from './service/edit-lesson.ts';
export {
  addChapter,
  dropChapter,
  renameChapter,
  sortChapters,
  sortLessons,
} from './service/edit-outline.ts';
export { beginWork } from './service/begin-work.ts';
export { createWork, deleteWork, saveWorkDraft, setPrice } from './service/edit-work.ts';
export {
  findLiveEdition,
  getEditionOnSale,
  getLessonIn,
  getLiveEdition,
  getSlugOfLesson,
} from './service/live-edition.ts';
export {
  closeDraft,
  countLearner,
  foldLearners,
  publishWork,
  reopenDraft,
  restoreWork,
  takeDownWork,
  turnDay,
  withdrawWork,
} from './service/publish-work.ts';
export {
  findWorkIdBySlug,
  findWorkIdBySource,
  isSlugTaken,
  getDraft,
  getDraftLesson,
  getOutline,
  getWork,
  getWorkDetail,
  listDraftTexts,
  listDraftTongues,
  listLiveTexts,
  listParts,
  listWorkItems,
  whoseLesson,
  nameLessons,
  nameWorks,
} from './service/read-work.ts';
export { addTongue } from './service/tongues.ts';
export { languagesOf } from './rules/tongues.ts';
export { addToOutline } from './service/add-to-outline.ts';
export { followShared, getShare, shareItem, stopSharing } from './service/share-item.ts';
export { saveOutline } from './service/save-outline.ts';
