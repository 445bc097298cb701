import type { EntryAnswer } from '@tongxing/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../api/client';
import { EntryLine, type Sent } from './entry-line';
import { openEntryStore } from './entry-store';
import type { Entry, KeptEntry } from './kept-entry';

/** Whether or not the browser tells that the network is back. */
const AGAIN_MS = 5_000;
const ANSWERS_SHOWN = 5;

export interface EntryLineState {
  readonly line: EntryLine | undefined;
  readonly waiting: readonly KeptEntry[];
  /** The last ones, newest first; of this page only. */
  readonly answers: readonly EntryAnswer[];
  readonly enter: (entry: Entry, now: number) => Promise<Sent>;
  readonly drop: (eventId: string) => Promise<void>;
}

/** The line of entries at a venue, which goes on sending while the page is open. */
export function useEntryLine(venue: string, member: string): EntryLineState {
  const [line, setLine] = useState<EntryLine>();
  const [waiting, setWaiting] = useState<readonly KeptEntry[]>([]);
  const [answers, setAnswers] = useState<readonly EntryAnswer[]>([]);
  const isSending = useRef(false);

  useEffect(() => {
    let isGone = false;
    const send = ({ point, name, temperatureC, ...entry }: Entry) =>
      call('POST /api/v1/own-venues/:id/entries', {
        params: { id: venue },
        body: {
          ...entry,
          ...(point === undefined ? {} : { point }),
          ...(name === undefined ? {} : { name }),
          ...(temperatureC === undefined ? {} : { temperatureC }),
        },
      });
    void openEntryStore().then((store) => {
      if (!isGone) setLine(new EntryLine(store, { venue, member }, send));
    });
    return () => {
      isGone = true;
    };
  }, [venue, member]);

  const look = useCallback(async () => setWaiting((await line?.waiting()) ?? []), [line]);
  const note = useCallback((sent: Sent) => {
    if (sent.kind === 'answered') setAnswers((before) => [sent.answer, ...before].slice(0, ANSWERS_SHOWN));
  }, []);

  const sendWaiting = useCallback(async () => {
    if (line === undefined || isSending.current) return;
    isSending.current = true;
    try {
      await line.sendWaiting(Date.now(), note);
    } finally {
      isSending.current = false;
      await look();
    }
  }, [line, look, note]);

  useEffect(() => {
    const again = () => void sendWaiting();
    again();
    const timer = setInterval(again, AGAIN_MS);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [sendWaiting]);

  const enter = useCallback(
    async (entry: Entry, now: number) => {
      if (line === undefined) return { kind: 'waiting' } as const;
      const sent = await line.enter(entry, now);
      note(sent);
      await look();
      return sent;
    },
    [line, look, note],
  );
  const drop = useCallback(
    async (eventId: string) => {
      await line?.drop(eventId);
      await look();
    },
    [line, look],
  );
  return { line, waiting, answers, enter, drop };
}
