import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Fields that must never reach a log, wherever they turn up. Bodies are not logged at all. */
const SECRET = ['phone', 'name', 'documentNumber', 'document', 'password', 'code', 'token', 'cookie', 'authorization'];

/** A code is hidden, since it could be a sign-in code; that of an error says what happened and is kept under `state`. */
function errorOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return error instanceof Error ? { ...pino.stdSerializers.err(error), state: code } : error;
}

/** JSON lines on standard error, one event a line; standard output belongs to the person at the terminal. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  const paths = SECRET.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino(
    {
      level,
      redact: { paths: [...paths, 'err.parameters', 'err.where', 'err.detail'], censor: '[hidden]' },
      serializers: { err: errorOf },
      base: null,
    },
    destination,
  );
}
