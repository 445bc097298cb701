export const ENTRY_DATABASE = 'tongxing.entries';

/** Whoever comes next on this phone is not to find whom somebody registered: entries and their key go. */
export function forgetKeptEntries(): void {
  try {
    indexedDB.deleteDatabase(ENTRY_DATABASE);
  } catch {
    // Storage refused: there is nothing.
  }
}
