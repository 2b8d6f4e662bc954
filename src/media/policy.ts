import { permission } from '#platform/policy.ts';

/** Everybody may ask for media: the signature in the address decides, and was given only to those entitled. */
export const mayReadMedia = permission('media.read', { visitor: 'any' });

/** Creators bring files, and go on with their own uploads only. */
export const mayUpload = permission('media.upload', { creator: 'own', owner: 'own' });

/** Creators remove their own files that nothing uses. */
export const mayRemoveAsset = permission('media.remove_asset', { creator: 'own', owner: 'own' });

/** Creators give their own recordings subtitles, and take them away. */
export const mayGiveSubtitles = permission('media.give_subtitles', {
  creator: 'own',
  owner: 'own',
});

/** Creators see what became of their own files. */
export const mayReadAsset = permission('media.read_asset', {
  creator: 'own',
  reviewer: 'any',
  owner: 'any',
});
