import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainRequest } from './plain-request';

const LENGTH = 'content-length: 2';
const TYPE = 'content-type: application/json';
const withHead = (lines: readonly string[], body = '{}', line = 'POST /api/v1/scans HTTP/1.1') =>
  Buffer.from(`${[line, ...lines].join('\r\n')}\r\n\r\n${body}`, 'latin1');
const read = (lines: readonly string[], body?: string, line?: string) => readPlainRequest(withHead(lines, body, line));

describe('a plain request', () => {
  it('is read with the headers that mean something', () => {
    const lines = ['Host: pass.example', 'COOKIE: a=1; b=2', 'Accept-Language:en', 'Accept: */*', TYPE, LENGTH, 'Connection: keep-alive'];
    expect(read(lines)).toEqual({
      path: '/api/v1/scans',
      headers: { host: 'pass.example', cookie: 'a=1; b=2', 'accept-language': 'en' },
      body: '{}',
      end: withHead(lines).length,
    });
  });

  it('ends where its length says, whatever follows', () => {
    const bytes = withHead(['host: x', TYPE, LENGTH]);
    const two = readPlainRequest(Buffer.concat([bytes, Buffer.from('POST /more')]));
    expect(two).toMatchObject({ body: '{}', end: bytes.length });
  });

  it('waits for the rest of its body, and never reads beyond it', () => {
    const bytes = withHead(['host: x', TYPE, 'content-length: 9'], '{"a": 12}');
    fc.assert(
      fc.property(fc.nat(bytes.length), (end) => {
        const found = readPlainRequest(bytes.subarray(0, end));
        const headEnd = bytes.indexOf('\r\n\r\n') + 4;
        expect(typeof found === 'string' ? found : found.end).toBe(
          end < headEnd ? 'unusual' : end < bytes.length ? 'incomplete' : bytes.length,
        );
      }),
    );
  });
});

// What two parsers might read differently (RFC 9112 §11.2, request smuggling) is left to the framework's, from its first byte.
describe('left to the framework', () => {
  const plain = ['host: x', TYPE, LENGTH];
  it.each([
    ['another method', plain, 'GET /api/v1/scans HTTP/1.1'],
    ['HTTP/1.0', plain, 'POST /api/v1/scans HTTP/1.0'],
    ['an absolute address', plain, 'POST http://x/api/v1/scans HTTP/1.1'],
    ['a query', plain, 'POST /api/v1/scans?a=1 HTTP/1.1'],
    ['an encoded path', plain, 'POST /api/v1/%73cans HTTP/1.1'],
    ['two spaces', plain, 'POST  /api/v1/scans HTTP/1.1'],
    ['no host', [TYPE, LENGTH]],
    ['no length', ['host: x', TYPE]],
    ['no type', ['host: x', LENGTH]],
    ['another type', ['host: x', 'content-type: text/plain', LENGTH]],
    ['two lengths', [...plain, LENGTH]],
    ['two differing lengths', [...plain, 'Content-Length: 3']],
    ['a length with a sign', ['host: x', TYPE, 'content-length: +2']],
    ['a list of lengths', ['host: x', TYPE, 'content-length: 2, 2']],
    ['a length in hex', ['host: x', TYPE, 'content-length: 0x2']],
    ['a long body', ['host: x', TYPE, 'content-length: 4097']],
    ['chunks', ['host: x', TYPE, 'transfer-encoding: chunked']],
    ['chunks and a length', [...plain, 'Transfer-Encoding: chunked']],
    ['a space before the colon', ['host: x', TYPE, 'content-length : 2']],
    ['a hidden transfer encoding', [...plain, 'transfer-encoding\x0b: chunked']],
    ['a folded line', ['host: x', TYPE, LENGTH, 'x-a: 1', ' transfer-encoding: chunked']],
    ['a bare line feed', [...plain, 'x-a: 1\ntransfer-encoding: chunked']],
    ['a bare return', [...plain, 'x-a: 1\rtransfer-encoding: chunked']],
    ['a null', [...plain, 'x-a: \0']],
    ['a byte beyond ASCII', [...plain, 'x-a: \xff']],
    ['an empty name', [...plain, ': 1']],
    ['a line without a colon', [...plain, 'x-a']],
    ['two hosts', [...plain, 'host: y']],
    ['two cookies', [...plain, 'cookie: a=1', 'cookie: b=2']],
    ['a wish to be told to continue', [...plain, 'expect: 100-continue']],
    ['an upgrade', [...plain, 'upgrade: h2c']],
    ['the end of the connection', [...plain, 'connection: close']],
    ['trailers', [...plain, 'trailer: x']],
  ])('%s', (_, lines, line = 'POST /api/v1/scans HTTP/1.1') => {
    expect(read(lines, '{}', line)).toBe('unusual');
  });

  it('a head that is too long', () => {
    expect(read([...plain, `x-a: ${'a'.repeat(9_000)}`])).toBe('unusual');
  });

  it('anything at all, without an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => readPlainRequest(Buffer.from(bytes)) === 'unusual'));
  });
});
