export { OldStickers } from './old-stickers';
