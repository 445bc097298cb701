import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { STAFF_PASSWORD } from './harness/api';
import { SCREEN_SIZES, useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { refuseOnce } from './harness/stale-proof';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';

const JOURNEY = 'exports-and-retention';

describe('what is kept, and what leaves', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  it('headquarters sees how long data is kept, and takes the venues away in both formats', async () => {
    const { page, guard } = await browsers.open({ size: 'desktop' });
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn('headquarters');
    await desk.choose('数据保存期限');
    await page.getByText('自扫码当日起').waitFor();
    await page.getByRole('cell', { name: /^审计日志/ }).waitFor();
    await shot(page, `${JOURNEY}/01-retention`, { full: true });

    await desk.choose('场所');
    const csv = await take(desk, '导出 CSV', `${JOURNEY}/02-reason`);
    expect(csv.name).toMatch(/^venues-.*\.csv$/);
    expect(csv.content.toString()).toMatch(/^\uFEFF"通行 Tongxing · 场所清单/);
    // The last proof is old by now: the console asks for one, and goes on by itself.
    guard.allow(403, '/api/v1/venue-exports');
    await refuseOnce(page, '/api/v1/venue-exports');
    const xlsx = await take(desk, '导出 Excel（XLSX）', `${JOURNEY}/03-reason-xlsx`, async () => {
      await page.getByLabel('密码', { exact: true }).fill(STAFF_PASSWORD);
      await shot(page, `${JOURNEY}/03-proof`);
      await page.getByLabel('密码', { exact: true }).press('Enter');
    });
    expect(xlsx.content.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'));
    await page.getByText(/已保存 venues-.*\.xlsx/).waitFor();
    await shot(page, `${JOURNEY}/04-saved`);
  });

  it.each(['phone', 'tablet', 'desktop'] as const)('the page of retention and the question for a reason fit a %s', async (size) => {
    const { page } = await browsers.open({ size: 'desktop', bypassCSP: true });
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn('headquarters');
    await page.setViewportSize(SCREEN_SIZES[size]);
    await desk.open('/retention');
    await page.getByText('自扫码当日起').waitFor();
    await expectAccessible(page, `the page of retention on a ${size}`);
    await shot(page, `${JOURNEY}/05-${size}`);
    await desk.open('/venues');
    await desk.button('导出').click();
    await page.getByRole('menuitem', { name: '导出 CSV' }).click();
    await page.getByLabel('导出理由').waitFor();
    // The picture waits until the question stands still.
    await shot(page, `${JOURNEY}/06-${size}-reason`);
    await expectAccessible(page, `the question for a reason on a ${size}`);
  });
});

async function take(
  desk: ConsoleDesk,
  format: string,
  picture: string,
  prove: () => Promise<void> = () => Promise.resolve(),
): Promise<{ name: string; content: Buffer }> {
  const { page } = desk;
  await desk.button('导出').click();
  await page.getByRole('menuitem', { name: format }).click();
  await page.getByLabel('导出理由').fill('季度核对场所信息');
  await shot(page, picture);
  const [file] = await Promise.all([page.waitForEvent('download'), desk.button('导出', desk.dialog).click().then(prove)]);
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}
