import type { Locator, Page } from 'playwright-core';
import { STAFF_PASSWORD } from '../harness/api';
import { named } from './words';

/** A member of staff at the console. */
export class ConsoleDesk {
  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Opens the console, signs in as a person does, and waits for the first page of the role. */
  async signIn(username: string): Promise<void> {
    await this.page.goto(`${this.origin}/console/`);
    await this.page.getByLabel('用户名').fill(username);
    await this.page.getByLabel('密码', { exact: true }).fill(STAFF_PASSWORD);
    await this.button('登录').click();
    await this.page.getByText('实时', { exact: true }).waitFor();
  }

  /** @param path below `/console`, with a leading slash */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.origin}/console${path}`);
  }

  /** Goes through the menu, without loading the page anew. */
  async choose(duty: string): Promise<void> {
    await this.page.getByRole('menuitem', { name: named(duty) }).click();
    await this.page.getByRole('heading', { level: 1, name: duty }).waitFor();
  }

  button(words: string, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name: named(words) });
  }

  /** A button that leads to another page is a link. */
  link(words: string): Locator {
    return this.page.getByRole('link', { name: named(words) });
  }

  /** The modal or drawer that is open. */
  get dialog(): Locator {
    return this.page.getByRole('dialog').last();
  }

  /** Chooses from a drop-down list that already stands open below its field. */
  async pick(option: string): Promise<void> {
    await this.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle(option, { exact: true }).click();
  }

  /** Types a moment of the city's clock, `YYYY-MM-DD HH:mm`, into a picker. */
  async fillMoment(label: string, moment: string): Promise<void> {
    const field = this.page.getByLabel(label);
    await field.fill(moment);
    await field.press('Enter');
  }
}
