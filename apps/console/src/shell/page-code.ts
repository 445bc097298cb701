const STORAGE_KEY = 'tongxing.console.reloaded-at';
/** A page that is still missing so soon after a reload will not come by reloading again. */
const RELOAD_AT_MOST_EVERY_MS = 60_000;

/** A page's code could not be fetched: the platform was upgraded under an open tab, or the line is down. */
export class PageCodeMissing extends Error {
  override readonly name = 'PageCodeMissing';
}

/** Marks the failure of a page's import, which browsers each word in their own way. */
export function pageCode<M>(code: Promise<M>): Promise<M> {
  return code.catch((cause: unknown) => {
    throw new PageCodeMissing('a page could not be fetched', { cause });
  });
}

/** True once a minute: the caller reloads. Where storage is refused, never, or a page could reload for ever. */
function claimReload(): boolean {
  try {
    const last = Number(sessionStorage.getItem(STORAGE_KEY) ?? 0);
    if (Date.now() - last < RELOAD_AT_MOST_EVERY_MS) return false;
    sessionStorage.setItem(STORAGE_KEY, String(Date.now()));
    return true;
  } catch {
    return false;
  }
}

/**
 * Loads the console anew by itself, when the server is there to answer; without it, what is on the screen would be
 * lost for nothing.
 *
 * @returns false when it is left to the person
 */
export async function reloadByItself(): Promise<boolean> {
  const answer = await fetch(import.meta.env.BASE_URL, { cache: 'no-store' }).catch(() => undefined);
  if (answer?.ok !== true || !claimReload()) return false;
  window.location.reload();
  return true;
}
