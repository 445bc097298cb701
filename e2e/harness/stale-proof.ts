import type { Page } from 'playwright-core';

/** What a session gets that proved itself more than ten minutes ago, which are long for a test. */
const PROOF_REQUIRED = {
  type: 'urn:tongxing:error:PROOF_REQUIRED',
  title: '请再次验证身份',
  status: 403,
  code: 'PROOF_REQUIRED',
  detail: '请再次验证身份',
  requestId: 'none',
};

/** Makes the next request to an address fail as it does for a session with an old proof. @param path as `/api/v1/…` */
export async function refuseOnce(page: Page, path: string): Promise<void> {
  await page.route(`**${path}`, (route) => route.fulfill({ status: 403, json: PROOF_REQUIRED }), { times: 1 });
}
