import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReportedWatermark } from './reported-watermark';
import type { AcknowledgedVisit } from './watermark-file';

const EVERY_MS = 1_000;
const visit = (number: number): AcknowledgedVisit => ({ eventId: `event ${number}`, personId: number });
const visits = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => visit(from + index));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function reporting() {
  const reports: AcknowledgedVisit[][] = [];
  const watermark = new ReportedWatermark(async (newest) => void reports.push(newest), EVERY_MS);
  return { reports, watermark };
}

describe('a watermark that another process keeps', () => {
  it('is told the newest 16 of a second, once, however many batches there were', async () => {
    const { reports, watermark } = reporting();
    watermark.committed(visits(1, 10));
    watermark.committed(visits(11, 20));
    watermark.committed([]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(reports).toEqual([visits(5, 20)]);
    watermark.committed(visits(21, 60));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(reports[1]).toEqual(visits(45, 60));
  });

  it('is told nothing when nothing was committed, and of a row no more than it keeps', async () => {
    const { reports, watermark } = reporting();
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    expect(reports).toEqual([]);
    const row = { ...visit(1), verdict: 'pass' };
    watermark.committed([row]);
    await watermark.stop();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(reports).toEqual([[visit(1)]]);
  });

  it('blocks writes from the moment it hears that the database is behind', () => {
    const { watermark } = reporting();
    const heard = vi.fn();
    watermark.whenBehind(heard);
    expect([watermark.isBehind, watermark.writesBlocked()]).toEqual([false, undefined]);
    watermark.behind();
    watermark.behind();
    expect(heard).toHaveBeenCalledTimes(1);
    expect(watermark.isBehind).toBe(true);
    expect(watermark.writesBlocked()).toMatchObject({ code: 'DATABASE_BEHIND' });
    watermark.whenBehind(heard);
    expect(heard).toHaveBeenCalledTimes(2);
  });
});
