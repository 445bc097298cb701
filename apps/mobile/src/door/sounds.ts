import { createVerdictSounds } from '@tongxing/ui';

/** One audio context for the screen, unlocked by the tap that starts it. */
export const sounds = createVerdictSounds();
