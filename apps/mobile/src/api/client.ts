import { type Client, createClient } from '@tongxing/contract/client';

/** The one client of the resident pages. Answers are asked for in the page's language. */
export const call: Client = createClient({ language: () => document.documentElement.lang });
