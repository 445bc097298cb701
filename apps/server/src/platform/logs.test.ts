import { describe, expect, it } from 'vitest';
import { createLogger } from './logs';

function logged(entry: object): string {
  const lines: string[] = [];
  createLogger('debug', { write: (line) => void lines.push(line) }).error(entry, 'something happened');
  return lines.join('');
}

describe('log', () => {
  it.each(['phone', 'name', 'documentNumber', 'document', 'password', 'code', 'token', 'cookie', 'authorization'])(
    'hides %s wherever it turns up',
    (field) => {
      const line = logged({ [field]: 'SECRET', body: { [field]: 'SECRET', inner: { [field]: 'SECRET' } } });
      expect(line).not.toContain('SECRET');
      expect(line).toContain('something happened');
    },
  );

  it('keeps the state of a database error and hides the values in it', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (x)=(SECRET)',
      where: 'SECRET',
      parameters: ['SECRET'],
      constraint: 'persons_document_key',
    });
    const line = logged({ err: error });
    expect(line).not.toContain('SECRET');
    expect(JSON.parse(line)).toMatchObject({ err: { state: '23505', message: 'duplicate key', constraint: 'persons_document_key' } });
  });
});
