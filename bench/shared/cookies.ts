import { SessionCookies } from '../../apps/server/src/platform/http/cookies';

/** Names of the session cookies; what is measured is reached over plain HTTP. */
export const COOKIES = new SessionCookies('http://127.0.0.1').names;
