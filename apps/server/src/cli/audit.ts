import { existsSync } from 'node:fs';
import colours from 'picocolors';
import {
  exportLog,
  type Finding,
  type KeptHead,
  readHeadFile,
  SealKeys,
  type Verification,
  verifyDatabase,
  verifyFile,
} from '../modules/audit/public';
import { type Config, ConfigError } from '../platform/config';
import { loadKeys } from '../platform/crypto/keys';
import type { Progress } from './progress';
import { withDatabase } from './with-database';

export interface VerifyCommand {
  /** An exported log instead of the database. */
  readonly file?: string;
  /** A head that was kept elsewhere, instead of the configured one. */
  readonly head?: string;
  /** SPKI, base64; without it the key file, without that the key that the head itself names. */
  readonly publicKey?: string;
}

/**
 * Verifies the audit log and says what it found. Only reads; needs neither a running platform nor, with a file, a database.
 * @returns whether it is sound.
 * @throws {ConfigError} when there is no key to check signatures with.
 */
export async function verifyAudit(config: Config, command: VerifyCommand, progress: Progress): Promise<boolean> {
  const headFile = command.head ?? config.auditHeadFile;
  const head = await readHeadFile(headFile).catch(() => 'unreadable' as const);
  if (head === undefined && command.head !== undefined) throw new ConfigError(`There is no head at ${headFile}.`);
  if (head === undefined)
    progress.line(colours.yellow(`There is no head at ${headFile}: a tail that was cut off cannot be told. Name one with --head.`));
  const keys = await sealKeys(config, command, head, progress);
  const options = { keys, head };
  const verification =
    command.file === undefined ? await withDatabase(config, (db) => verifyDatabase(db, options)) : await verifyFile(command.file, options);
  for (const line of verificationLines(verification)) progress.line(line);
  return verification.found === 0;
}

/** Writes the sealed log into a new file, to be verified elsewhere. */
export async function exportAudit(config: Config, file: string, progress: Progress): Promise<void> {
  const keys = SealKeys.fromSecret((await loadKeys(config.keysFile, false)).sign);
  await withDatabase(config, (db) => exportLog(db, keys, file));
  progress.line(
    `Written to ${file}. Take the head along (${config.auditHeadFile}); seals are checked with the public key\n${keys.publicKey}`,
  );
}

async function sealKeys(
  config: Config,
  { publicKey }: VerifyCommand,
  head: KeptHead | 'unreadable' | undefined,
  progress: Progress,
): Promise<SealKeys> {
  if (publicKey !== undefined) return SealKeys.fromPublic(publicKey);
  if (existsSync(config.keysFile)) return SealKeys.fromSecret((await loadKeys(config.keysFile, false)).sign);
  if (head === undefined || head === 'unreadable')
    throw new ConfigError('Seals are checked with the public key of the platform: name it with --public-key, or a key file.');
  progress.line(
    colours.yellow(`Checked with the key that the head itself names; compare it with one that came another way:\n${head.publicKey}`),
  );
  return SealKeys.fromPublic(head.publicKey);
}

const FINDINGS: Readonly<Record<Finding['kind'], string>> = {
  event_changed: 'the event is not what was sealed: it was edited or exchanged',
  event_missing: 'the event was deleted',
  event_inserted: 'the event was never sealed, though everything around it is: it was inserted',
  event_moved: 'the event stands elsewhere than it was sealed',
  seal_missing: 'the seal is missing',
  seal_changed: 'the seal does not fit itself or the one before: it was changed',
  seal_not_ours: 'the seal was not signed by this platform: from here on the log was written anew',
  log_ends_early: 'the log ends here, and the head outside knows more: its tail was cut off',
  log_rewritten: 'the head outside knows another log: from somewhere before on it was written anew',
  head_not_ours: 'the head was not signed by this platform',
  head_unreadable: 'the head cannot be read',
  unreadable: 'the line is no seal and no event',
};

/** Where and what, one line a finding. */
export function findingLine({ kind, position, eventId, seal, line }: Finding): string {
  const places = [
    seal === undefined ? '' : `seal ${seal}`,
    position === undefined ? '' : `position ${position}`,
    eventId === undefined ? '' : `event ${eventId}`,
    line === undefined ? '' : `line ${line}`,
  ].filter((place) => place !== '');
  return `${places.length === 0 ? '' : `${places.join(', ')}: `}${FINDINGS[kind]}`;
}

function verificationLines({ events, seals, unsealed, sealedAt, head, findings, found }: Verification): string[] {
  const waiting = unsealed === 0 ? '' : `; ${unsealed} wait for the next seal`;
  const against = head === null ? 'no head outside' : `head ${head.number} of ${head.sealedAt}, position ${head.position}`;
  const lines = [`${events} events in ${seals} seals${sealedAt === null ? '' : `, the last of ${sealedAt}`}${waiting}; ${against}.`];
  if (found === 0) return [...lines, colours.green('Nothing was changed, removed, inserted, exchanged or cut off.')];
  const more = found > findings.length ? [`… and ${found - findings.length} more`] : [];
  return [
    ...lines,
    colours.red(`The audit log is not what was sealed, at ${found === 1 ? 'one place' : `${found} places`}:`),
    ...findings.map(findingLine),
    ...more,
  ];
}
