import { type Endpoint, endpoints, shedsAt } from '@tongxing/contract';
import type { Page, Request, Response } from 'playwright-core';

/** An answer of the API that a page asks for knowing that it may be refused. */
interface Refusal {
  readonly status: number;
  readonly path: string;
}

/** "Who am I" is asked before anybody is signed in. */
const ALWAYS_ALLOWED: readonly Refusal[] = [
  { status: 401, path: '/api/v1/me' },
  { status: 401, path: '/api/v1/staff/me' },
  { status: 401, path: '/api/v1/door/state' },
];

/** The browser tells a refused request on the console too; the response itself is judged instead. */
const REFUSED_REQUEST = /^Failed to load resource: the server responded with a status of/;
const FAILED_REQUEST = /^Failed to load resource: net::/;

/**
 * Notes everything no page may do: errors on its console, breaches of its content security policy, requests to other
 * sites, requests that fail.
 */
export class Guard {
  readonly problems: string[] = [];
  readonly #allowed: Refusal[] = [...ALWAYS_ALLOWED];
  #isOffline = false;

  constructor(private readonly origin: string) {}

  watch(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#consoleError(message.text(), page.url());
    });
    page.on('pageerror', (error) => this.problems.push(`exception on ${page.url()}: ${error.message}`));
    page.on('request', (request) => this.#request(request));
    page.on('requestfailed', (request) => this.#failed(request));
    page.on('response', (response) => this.#response(response));
  }

  /** The test is about to provoke this answer. @param path beginning of the address */
  allow(status: number, path: string): void {
    this.#allowed.push({ status, path });
  }

  /** The test takes the network away: failed requests are meant from now on. */
  allowFailures(): void {
    this.#isOffline = true;
  }

  #consoleError(text: string, url: string): void {
    if (REFUSED_REQUEST.test(text)) return;
    if (this.#isOffline && FAILED_REQUEST.test(text)) return;
    this.problems.push(`console error on ${url}: ${text}`);
  }

  #request(request: Request): void {
    const url = request.url();
    const isOwn = url.startsWith(`${this.origin}/`) || url.startsWith('data:') || url.startsWith('blob:');
    if (!isOwn) this.problems.push(`request to another site: ${url}`);
  }

  #failed(request: Request): void {
    const reason = request.failure()?.errorText ?? 'failed';
    // A page that is left drops its feed and what it was still reading.
    if (reason === 'net::ERR_ABORTED' || this.#isOffline) return;
    this.problems.push(`${request.method()} ${request.url()} ${reason}`);
  }

  #response(response: Response): void {
    const status = response.status();
    if (status < 400) return;
    const { pathname } = new URL(response.url());
    if (this.#allowed.some((each) => each.status === status && pathname.startsWith(each.path))) return;
    if (status === 503 && isPutOff(response.request().method(), pathname)) return;
    this.problems.push(`${response.request().method()} ${pathname} answered ${status}`);
  }
}

/**
 * Figures and lists are put off while a node has too much to do, as is declared, and the page asks again by itself: on a
 * machine that runs all tests at once that is no defect. What the page shows then has tests of its own.
 */
function isPutOff(method: string, pathname: string): boolean {
  const declared = Object.values(endpoints).filter((endpoint: Endpoint) => endpoint.method === method && shedsAt(endpoint) !== 'never');
  return declared.some(({ path }) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`).test(pathname));
}
