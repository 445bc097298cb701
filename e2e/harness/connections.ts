import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** An open stream of server-sent events on a connection of its own. */
export interface OpenStream {
  readonly text: () => string;
  readonly isOpen: () => boolean;
  close(): void;
}

/** A request on a connection of its own: which of several processes gets it is nobody's choice. */
function ask(url: string, cookie: string): { sent: ClientRequest; answer: Promise<IncomingMessage> } {
  const sent = request(url, { agent: false, headers: { cookie } });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  sent.end();
  return { sent, answer };
}

export async function statusOf(url: string, cookie: string): Promise<number> {
  const answer = await ask(url, cookie).answer;
  answer.resume();
  return answer.statusCode ?? 0;
}

export async function openStream(url: string, cookie: string): Promise<OpenStream> {
  const { sent, answer } = ask(url, cookie);
  const stream = await answer;
  if (stream.statusCode !== 200) throw new Error(`${url} answered ${stream.statusCode}`);
  const heard: string[] = [];
  let isOpen = true;
  const end = () => {
    isOpen = false;
  };
  stream.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
  // Cut off when the process that serves it is killed.
  stream.on('error', end).on('close', end);
  return { text: () => heard.join(''), isOpen: () => isOpen, close: () => sent.destroy() };
}
