// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export { findWorks, suggest, type FoundWork, type SearchResult } from './service/find-works.ts';
export { catchUpIndex, indexWork } from './service/index-work.ts';
export { cutText } from './service/cutter.ts';
