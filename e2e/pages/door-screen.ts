import type { Locator, Page } from 'playwright-core';

/** The tablet at a venue's door. */
export class DoorScreen {
  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {}

  async open(): Promise<void> {
    await this.page.goto(`${this.origin}/door/`);
    await this.page.getByRole('heading', { name: '配对这块屏' }).waitFor();
  }

  /** Types the manager's six digits on the screen's own keys. */
  async pair(digits: string): Promise<void> {
    for (const digit of digits) await this.page.getByRole('button', { name: digit, exact: true }).click();
    await this.startButton.waitFor();
  }

  get startButton(): Locator {
    return this.page.getByRole('button', { name: '点此开始' });
  }

  /** The tap that unlocks sound; the screen then waits for people. */
  async start(): Promise<void> {
    await this.startButton.click();
    await this.page.getByText('请扫场所码').waitFor();
    await this.page.getByText('已连接', { exact: true }).waitFor();
  }
}

/** What does not move in the daily figure on a page: its seed, as far as it can be seen. */
export async function figureOf(page: Page): Promise<{ petals: (string | null)[]; core: string | null }> {
  return page
    .locator('.tx-sign')
    .first()
    .evaluate((svg) => ({
      petals: [...svg.querySelectorAll('.tx-sign-petal')].map((petal) => petal.getAttribute('d')),
      core: svg.querySelector('.tx-sign-core')?.getAttribute('points') ?? null,
    }));
}
