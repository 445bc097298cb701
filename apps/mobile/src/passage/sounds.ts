import { createVerdictSounds } from '@tongxing/ui';

/** One audio context for the page: browsers allow few. */
export const sounds = createVerdictSounds();
