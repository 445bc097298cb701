import { useSyncExternalStore } from 'react';

/** Text sizes of the elder view: 20, 24 and 30 px. */
export const ELDER_SIZES = ['large', 'larger', 'largest'] as const;
export type ElderSize = (typeof ELDER_SIZES)[number];

const STORAGE_KEY = 'tongxing.elder';
const listeners = new Set<() => void>();

function isElderSize(value: unknown): value is ElderSize {
  return ELDER_SIZES.some((size) => size === value);
}

function currentSize(): ElderSize | undefined {
  const value = document.documentElement.dataset.elder;
  return isElderSize(value) ? value : undefined;
}

function apply(size: ElderSize | undefined): void {
  if (size === undefined) delete document.documentElement.dataset.elder;
  else document.documentElement.dataset.elder = size;
  for (const listener of listeners) listener();
}

/** Sets the remembered elder view on `<html>`. Call once before the first drawing, so that nothing jumps. */
export function restoreElderMode(): void {
  try {
    const value = localStorage.getItem(STORAGE_KEY);
    apply(isElderSize(value) ? value : undefined);
  } catch {
    // Storage refused: start in the ordinary view.
  }
}

function choose(size: ElderSize | undefined): void {
  apply(size);
  try {
    if (size === undefined) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, size);
  } catch {
    // Storage refused: the choice lasts for this page only.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface ElderMode {
  readonly isElder: boolean;
  readonly size: ElderSize | undefined;
  /** Undefined leaves the elder view. */
  readonly choose: (size: ElderSize | undefined) => void;
}

/** 适老化 view: larger text and targets, plainer pages. Remembered on this device. */
export function useElderMode(): ElderMode {
  const size = useSyncExternalStore(subscribe, currentSize, () => undefined);
  return { isElder: size !== undefined, size, choose };
}
