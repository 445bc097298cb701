const STORAGE_KEY = 'tongxing.signIn';

/** Where storage is refused the mark lives as long as the page. */
let inMemory = '';

/**
 * Which sign-in this browser is on: another one as soon as somebody signs in or out, in whichever tab. Says nothing about
 * who that is; empty until the first.
 */
export function signInMark(): string {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? inMemory;
  } catch {
    return inMemory;
  }
}

/** From now on it may be somebody else. */
export function renewSignInMark(): void {
  inMemory = crypto.getRandomValues(new Uint32Array(2)).join('-');
  try {
    localStorage.setItem(STORAGE_KEY, inMemory);
  } catch {
    // Storage refused: memory has it.
  }
}
