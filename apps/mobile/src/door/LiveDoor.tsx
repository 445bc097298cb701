import type { DoorAnswer, DoorState } from '@tongxing/contract';
import { VerdictPanel, verdictKind } from '@tongxing/ui';
import { useEffect, useReducer, useState } from 'react';
import { advance, dwellMs, EMPTY_QUEUE } from './door-queue';
import { LostScreen } from './LostScreen';
import { QuietBand } from './QuietBand';
import { sounds } from './sounds';
import { useDoorFeed } from './use-door-feed';
import { useWakeLock } from './use-wake-lock';
import { WaitScreen } from './WaitScreen';

function counted(door: DoorState, { verdict, sign }: DoorAnswer): DoorState {
  const kind = verdictKind(verdict);
  const key = kind === 'outcome' ? 'unfinished' : kind;
  return { ...door, sign, totals: { ...door.totals, [key]: door.totals[key] + 1 } };
}

/** The screen at work: waits, shows each answer for its time, and is loud when it cannot hear the server. */
export function LiveDoor({ initial, onUnpaired }: { readonly initial: DoorState; readonly onUnpaired: () => void }) {
  const [door, setDoor] = useState(initial);
  const [queue, dispatch] = useReducer(advance, EMPTY_QUEUE);
  const [isFlipped, setFlipped] = useState(false);
  useWakeLock();
  const lostSince = useDoorFeed({
    onAnswer: (answer) => {
      if (!queue.heard.includes(answer.eventId)) setDoor((before) => counted(before, answer));
      dispatch({ type: 'answer', answer });
    },
    onState: setDoor,
    onUnpaired,
  });

  const { shown, waiting } = queue;
  useEffect(() => {
    if (shown !== undefined) sounds.play(shown.verdict);
  }, [shown]);
  const [shownAt, setShownAt] = useState(0);
  useEffect(() => setShownAt(shown === undefined ? 0 : Date.now()), [shown]);
  useEffect(() => {
    if (shown === undefined || shownAt === 0) return;
    const left = shownAt + dwellMs(shown.verdict, waiting.length) - Date.now();
    const timer = setTimeout(() => dispatch({ type: 'over' }), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [shown, shownAt, waiting.length]);

  const isLost = lostSince !== undefined;
  return (
    <main className="live" data-flipped={isFlipped || undefined}>
      <div className="live-screen">{isLost ? <LostScreen since={lostSince} /> : <Answer shown={shown} door={door} />}</div>
      <QuietBand door={door} isLost={isLost} isWaiting={!isLost && shown === undefined} onFlip={() => setFlipped(!isFlipped)} />
    </main>
  );
}

function Answer({ shown, door }: { readonly shown: DoorAnswer | undefined; readonly door: DoorState }) {
  if (shown === undefined) return <WaitScreen door={door} />;
  return (
    <VerdictPanel key={shown.eventId} verdict={shown.verdict} advice={shown.advice} layout="door">
      {shown.checkpoint !== null && <p className="live-checkpoint">{shown.checkpoint}</p>}
    </VerdictPanel>
  );
}
