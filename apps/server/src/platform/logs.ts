import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Fields that must never reach a log, wherever they turn up. Bodies are not logged at all. */
const SECRET = ['phone', 'name', 'documentNumber', 'document', 'password', 'code', 'token', 'cookie', 'authorization'];

/** JSON lines on standard error, one event a line; standard output belongs to the person at the terminal. */
export function createLogger(level: string): Logger {
  const paths = SECRET.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino(
    { level, redact: { paths: [...paths, 'err.parameters', 'err.where', 'err.detail'], censor: '[hidden]' }, base: null },
    pino.destination(2),
  );
}
