import { Crowd } from './crowd';
import type { LoadPlan } from './plan';
import { type Deck, Requests } from './requests';

/**
 * The load generator's process. It is told a deck once and plans one after the other, and answers each with what its
 * phones saw. It ends with the process that started it.
 */
let requests: Requests | undefined;

async function obey(message: { deck: Deck } | { plan: LoadPlan }): Promise<void> {
  if ('deck' in message) {
    requests = new Requests(message.deck);
    process.send?.({ ready: true });
    return;
  }
  if (requests === undefined) throw new Error('a plan came before the deck');
  process.send?.({ result: await new Crowd(message.plan, requests).run() });
}

process.on('message', (message: { deck: Deck } | { plan: LoadPlan }) => {
  obey(message).catch((error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }));
});
process.once('disconnect', () => process.exit());
// Ctrl-C reaches every process of the terminal: who started this one stops it in its turn.
process.on('SIGINT', () => undefined);
