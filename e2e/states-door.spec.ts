import type { DoorAnswer } from '@tongxing/contract';
import { venueAt } from '@tongxing/simulator';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { CITY, eventId, staffUser } from './harness/api';
import { useBrowser, type Visitor } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';
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

  it('says that its venue is suspended, and a lost screen is ended from the console', async () => {
    const { door, visitor } = await pairedDoor();
    visitor.guard.allow(401, '/api/v1/door/');
    const street = await staffUser(origin, 'street');
    const move = (state: 'suspended' | 'active') =>
      street.call('POST /api/v1/venues/:id/state', { params: { id: VENUE.publicId }, body: { state, reason: '消杀' } });
    await move('suspended');
    await door.page.reload();
    await door.startButton.click();
    await door.page.getByText('本场所已暂停').waitFor();
    await expectAccessible(door.page, 'door of a suspended venue');
    await shot(door.page, `${JOURNEY}/05-suspended`);
    await move('active');

    const { page } = await browsers.open({ size: 'desktop', bypassCSP: true });
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn('venue');
    await desk.open(`/venues/${VENUE.publicId}`);
    const end = page.getByRole('button', { name: '解除配对' });
    await end.first().waitFor();
    await expectAccessible(page, 'a venue with its screens');
    await shot(page, `${JOURNEY}/06-screens`, { full: true });
    const screens = await end.count();
    await end.first().click();
    await page.getByLabel('理由').fill('平板丢失');
    await desk.button('解除配对', desk.dialog).click();
    await page.getByText('已解除配对').waitFor();
    await expect.poll(() => end.count()).toBe(screens - 1);
    // Newest first: it was the screen above.
    await door.page.getByText('配对这块屏').waitFor();
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
