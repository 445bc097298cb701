import type { DoorAnswer } from '@tongxing/contract';
import { venueAt } from '@tongxing/simulator';
import { describe, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { CITY, eventId, staffUser } from './harness/api';
import { useBrowser, type Visitor } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { DoorScreen } from './pages/door-screen';

const JOURNEY = 'states-door';
const VENUE = venueAt(CITY, 0);
const ANSWERS: readonly Pick<DoorAnswer, 'verdict' | 'advice'>[] = [
  { verdict: 'pass', advice: 'go_in' },
  { verdict: 'attention', advice: 'recheck_at_desk' },
  { verdict: 'stop', advice: 'wait_for_staff' },
  { verdict: 'unknown', advice: 'recheck_at_desk' },
];

/** In the page: the feed tells this answer as soon as it is open, for kinds that no persona gets at this venue. */
function tellOnOpening(answer: string): void {
  const Feed = window.EventSource;
  window.EventSource = class extends Feed {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('open', () => this.dispatchEvent(new MessageEvent('answer', { data: answer })));
    }
  };
}

describe('states of the door screen', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  async function pairedDoor(): Promise<{ door: DoorScreen; visitor: Visitor }> {
    const manager = await staffUser(origin, 'venue');
    const { pairingCode } = await manager.call('POST /api/v1/venues/:id/door-pairings', { params: { id: VENUE.publicId } });
    const visitor = await browsers.open({ size: 'tablet' });
    const door = new DoorScreen(visitor.page, origin);
    await door.open();
    await door.pair(pairingCode);
    return { door, visitor };
  }

  it('a wrong pairing code is refused in words', async () => {
    const { page, guard } = await browsers.open({ size: 'tablet' });
    guard.allow(401, '/api/v1/door/sessions');
    const door = new DoorScreen(page, origin);
    await door.open();
    await expectAccessible(page, 'pairing');
    for (const digit of '000000') await page.keyboard.press(digit);
    await page.getByText('配对码不对或已过期').waitFor();
    await shot(page, `${JOURNEY}/01-pairing-refused`);
  });

  it('waits, can be turned over, and is loud when the line is lost', async () => {
    const { door, visitor } = await pairedDoor();
    const { page, guard } = visitor;
    await door.start();
    await expectAccessible(page, 'waiting door');
    await shot(page, `${JOURNEY}/02-waiting`);
    await page.getByRole('button', { name: '上下翻转' }).click();
    await shot(page, `${JOURNEY}/03-upside-down`);
    guard.allowFailures();
    await page.route('**/api/v1/door/feed', (route) => route.abort());
    await page.reload();
    await door.startButton.click();
    await page.getByRole('heading', { name: '连接中断' }).waitFor();
    await page.getByText('已断开').waitFor();
    await expectAccessible(page, 'door without a line');
    await shot(page, `${JOURNEY}/04-lost`);
    await page.unroute('**/api/v1/door/feed');
    await page.getByText('已连接', { exact: true }).waitFor();
  });

  it.each(ANSWERS)('shows $verdict', async ({ verdict, advice }) => {
    const { door } = await pairedDoor();
    const { page } = door;
    const answer: DoorAnswer = { eventId: eventId(), at: new Date().toISOString(), verdict, advice, checkpoint: null, sign: '1a2b3c4d' };
    await page.addInitScript(tellOnOpening, JSON.stringify(answer));
    await page.reload();
    await door.startButton.click();
    await page.locator(`.tx-verdict[data-verdict="${verdict}"]`).waitFor();
    await shot(page, `${JOURNEY}/10-answer-${verdict}`);
    await expectAccessible(page, `door ${verdict}`);
  });
});
