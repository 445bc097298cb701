import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Who signs in and registers, as they stand on the person's own document. */
export interface Identity {
  readonly phone: string;
  readonly name: string;
  readonly documentNumber: string;
}

/** A resident with a phone at a door. */
export class ResidentPhone {
  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** What scanning the poster opens. */
  async openVenue(code: string): Promise<void> {
    await this.page.goto(`${this.origin}/v/${code}`);
    await this.page.getByRole('heading', { name: '您在这里吗？' }).waitFor();
  }

  get passButton(): Locator {
    return this.page.getByRole('button', { name: '通行 我在这里' });
  }

  /** Answers "are you here?" with yes. */
  async pass(): Promise<void> {
    await this.passButton.click();
  }

  get verdict(): Locator {
    return this.page.locator('.tx-verdict');
  }

  /** The answer fills the screen. @param verdict word of the vocabulary */
  async awaitVerdict(verdict: string): Promise<void> {
    await this.page.locator(`.tx-verdict[data-verdict="${verdict}"]`).waitFor();
  }

  async askForCode(phone: string): Promise<void> {
    await this.page.getByLabel('手机号').fill(phone);
    await this.page.getByRole('button', { name: '获取验证码' }).click();
    await this.page.getByRole('heading', { name: '短信验证码' }).waitFor();
  }

  /** The sixth digit signs in by itself. */
  async typeCode(code: string): Promise<void> {
    await this.page.getByLabel('验证码', { exact: true }).fill(code);
  }
}

/** The demonstration's inbox, as every telephone of the city. */
export class DemoInbox {
  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {}

  async open(): Promise<void> {
    await this.page.goto(`${this.origin}/m/demo`);
    await this.page.getByRole('heading', { name: '演示收件箱' }).waitFor();
  }

  /** Texts of all messages to a number that are shown now, newest first. */
  async textsTo(phone: string): Promise<string[]> {
    return this.page.locator('.rows li').filter({ hasText: phone }).locator('.sms').allInnerTexts();
  }

  /** The newest sign-in code sent to a number, as soon as it shows. */
  async codeFor(phone: string): Promise<string> {
    let code: string | undefined;
    const shows = async () => {
      code = /验证码 (\d{6})/.exec((await this.textsTo(phone))[0] ?? '')?.[1];
      return code;
    };
    await expect.poll(shows, { timeout: 20_000, message: 'the code shows in the demo inbox' }).toBeDefined();
    return code ?? '';
  }
}
