import { describe, expect, it } from 'vitest';
import { AnswerParser } from './answer-parser';

const body = JSON.stringify({ verdict: 'pass', name: '通行' });
const accepted = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nDate: now\r\nConnection: keep-alive\r\n\r\n${body}`,
);
const refused = Buffer.from('HTTP/1.1 503 Service Unavailable\r\nretry-after: 17\r\ncontent-length: 2\r\n\r\n{}');
const empty = Buffer.from('HTTP/1.1 204 No Content\r\nretry-after-something: 9\r\ncontent-lengthy: 5\r\n\r\n');

/** Every answer gets whole with its last byte and not before. */
function feedInPieces(parser: AnswerParser, answer: Buffer, sizes: readonly number[]): void {
  let at = 0;
  for (let turn = 0; at < answer.length; turn += 1) {
    const piece = answer.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
    at += piece.length;
    expect(parser.feed(piece, piece.length)).toBe(at === answer.length);
  }
}

describe('answers of a server', () => {
  it('are read from one chunk or split anywhere', () => {
    const parser = new AnswerParser();
    for (let first = 1; first < accepted.length; first += 1) {
      feedInPieces(parser, accepted, [first, accepted.length]);
      expect(parser.status).toBe(200);
      expect(parser.retryAfter).toBe(-1);
    }
  });

  it('are read byte by byte, one after the other, without remembering the one before', () => {
    const parser = new AnswerParser();
    feedInPieces(parser, refused, [1]);
    expect([parser.status, parser.retryAfter]).toEqual([503, 17]);
    feedInPieces(parser, empty, [1]);
    expect([parser.status, parser.retryAfter]).toEqual([204, -1]);
    feedInPieces(parser, accepted, [3, 1, 7]);
    expect([parser.status, parser.retryAfter]).toEqual([200, -1]);
  });

  it('only count as far as the bytes are new', () => {
    const parser = new AnswerParser();
    const shared = Buffer.concat([refused, Buffer.from('left over from another connection')]);
    expect(parser.feed(shared, refused.length)).toBe(true);
  });

  it('are refused when there are two, or when they come in chunks', () => {
    const two = Buffer.concat([refused, refused]);
    expect(() => new AnswerParser().feed(two, two.length)).toThrow(/more than the one answer/);
    const chunked = Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
    expect(() => new AnswerParser().feed(chunked, chunked.length)).toThrow(/in chunks/);
  });

  it('begin anew on a new connection', () => {
    const parser = new AnswerParser();
    parser.feed(accepted, 40);
    parser.reset();
    feedInPieces(parser, refused, [refused.length]);
    expect(parser.status).toBe(503);
  });
});
