// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export { checkText } from './service/check-text.ts';
export { assertPublishable, checkWork, getWorkCheck, recheckWork } from './service/check-work.ts';
export { addWord, editWord, importWords, listWordItems, removeWord } from './service/keep-words.ts';
export { sketchMissing, sketchWork } from './service/sketch-work.ts';
