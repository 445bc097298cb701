/** Asks the person at the desk to prove who they are; true once it is done, false when they would rather not. */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
let asking: Promise<boolean> | undefined;

/** Where the question is asked: one place for the whole console. @returns ends it */
export function answerProofs(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = undefined;
  };
}

/** Requests that are refused together ask once. */
function proved(): Promise<boolean> {
  asking ??= (asker?.() ?? Promise.resolve(false)).finally(() => {
    asking = undefined;
  });
  return asking;
}

/**
 * Runs a request; when a fresh proof is missing, asks for it and runs the same request again, with what was typed.
 * @throws what the request was refused with, also when nobody proved anything.
 */
export async function withProof<T>(isProofMissing: (error: unknown) => boolean, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isProofMissing(error) || !(await proved())) throw error;
    return run();
  }
}
