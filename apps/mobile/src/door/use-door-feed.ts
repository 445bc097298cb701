import type { DoorAnswer, DoorState } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import { useEffect, useRef, useState } from 'react';
import { call } from '../api/client';

/** The server beats every 5 s; twice missed and a little more is lost. */
const SILENCE_MS = 12_000;
const WATCH_MS = 1000;
/** Milliseconds before a feed that the browser gave up is opened again. */
const REOPEN_MS = 3000;
/** Totals begin anew and the sign changes at midnight, answer or not. */
const REFRESH_MS = 60_000;

export interface DoorFeedListeners {
  readonly onAnswer: (answer: DoorAnswer) => void;
  /** After every (re)connection and each minute: totals and sign may have changed meanwhile. */
  readonly onState: (state: DoorState) => void;
  readonly onUnpaired: () => void;
}

/** Epoch ms since when the connection is lost, or undefined while it lives. */
export type LostSince = number | undefined;

/**
 * Listens to the door's feed for as long as the page lives. Errors and silence both count as lost; only the server
 * saying "not paired" ends it.
 */
export function useDoorFeed(listeners: DoorFeedListeners): LostSince {
  const [lostSince, setLostSince] = useState<LostSince>();
  const latest = useRef(listeners);
  latest.current = listeners;

  useEffect(() => {
    let source: EventSource | undefined;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    let lastHeard = Date.now();

    const hear = () => {
      lastHeard = Date.now();
      setLostSince(undefined);
    };
    const lose = () => setLostSince((since) => since ?? lastHeard);
    const refresh = () =>
      call('GET /api/v1/door/state').then(
        (state) => latest.current.onState(state),
        (error: unknown) => {
          if (error instanceof ApiError && error.code === 'NOT_SIGNED_IN') latest.current.onUnpaired();
        },
      );
    const open = () => {
      clearTimeout(reopen);
      source?.close();
      const feed = new EventSource('/api/v1/door/feed');
      source = feed;
      feed.addEventListener('open', () => {
        // Open is not yet heard: only a beat or an answer ends a loss.
        lastHeard = Date.now();
        void refresh();
      });
      feed.addEventListener('beat', hear);
      feed.addEventListener('answer', (event: MessageEvent<string>) => {
        hear();
        latest.current.onAnswer(JSON.parse(event.data) as DoorAnswer);
      });
      feed.addEventListener('error', () => {
        lose();
        // After an HTTP error the browser does not try again by itself; ask why, and open anew.
        if (feed.readyState !== EventSource.CLOSED) return;
        void refresh();
        reopen = setTimeout(open, REOPEN_MS);
      });
    };
    const watch = setInterval(() => {
      if (Date.now() - lastHeard <= SILENCE_MS) return;
      lose();
      // A connection that is open but silent is dead without knowing it.
      if (source?.readyState === EventSource.OPEN) {
        lastHeard = Date.now();
        open();
      }
    }, WATCH_MS);
    const turn = setInterval(() => void refresh(), REFRESH_MS);
    open();
    return () => {
      clearInterval(watch);
      clearInterval(turn);
      clearTimeout(reopen);
      source?.close();
    };
  }, []);

  return lostSince;
}
