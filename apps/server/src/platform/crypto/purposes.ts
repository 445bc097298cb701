/**
 * What a sealed field holds. Bound into the seal, so that a name cannot be moved into a telephone column. A `message` is
 * sealed under a key of its day, which is destroyed when the day is over long enough.
 */
export const PURPOSES = ['name', 'document', 'phone', 'message', 'second_factor', 'request', 'installation'] as const;
export type Purpose = (typeof PURPOSES)[number];
