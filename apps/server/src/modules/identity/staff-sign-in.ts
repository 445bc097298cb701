import { type AttemptRule, countAttempt, forgetAttempts } from '../../platform/attempt-limits';
import { verifyPassword } from '../../platform/crypto/passwords';
import { hashToken, newToken } from '../../platform/crypto/sealing';
import { matchingStep, newTotpSecret } from '../../platform/crypto/totp';
import type { Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { networkOf } from '../../platform/networks';
import { SESSION_HOURS, type Sessions, type StartedSession } from '../../platform/sessions';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { countCodeTry, forgetCodeTries, makeRecoveryCodes, useCode } from './second-factor';
import {
  findSecondFactor,
  findTicket,
  keepTicketSecret,
  saveSecondFactor,
  saveTicket,
  type TicketRow,
  type TicketStep,
  useTicket,
} from './second-factor-store';
import { staffPrincipal } from './staff-principal';
import { replaceToken } from './staff-session-store';
import { findStaff, findUsername, type StaffRow } from './store';

/** Wrong passwords for one user name from one address, and from all: a stranger cannot lock a dispatcher out. */
const FAILURES_MS = 15 * 60_000;
const FROM_ADDRESS: AttemptRule = { name: 'password', most: 10, periodMs: FAILURES_MS };
const FROM_ALL: AttemptRule = { name: 'password of all', most: 200, periodMs: FAILURES_MS };

/** Where a sign-in comes from. */
export interface Origin {
  readonly address: string;
  /** Kind of browser and system. */
  readonly device: string;
  readonly requestId: string;
  /** Token of the session that the browser still shows, whosever it is. */
  readonly held: string | undefined;
}

export interface SignedIn {
  readonly row: StaffRow;
  readonly session: StartedSession;
}

/** Signing in: the password, then a code of the authenticator or its enrolment, then a session (docs/adr/0018). */
export class StaffSignIn {
  constructor(
    private readonly context: ModuleContext,
    private readonly sessions: Sessions,
  ) {}

  /**
   * The first step.
   * @returns a session where the password is enough, otherwise a ticket for the step that is still to come.
   * @throws {Refusal} SIGN_IN_FAILED, TOO_MANY_REQUESTS
   */
  async byPassword(
    username: string,
    password: string,
    origin: Origin,
  ): Promise<SignedIn | { readonly next: TicketStep; readonly ticket: string }> {
    const { db, config } = this.context;
    const row = await findStaff(db, username);
    await this.checkPassword({ username, hash: row?.passwordHash, password }, origin);
    if (row === undefined) throw new Refusal('SIGN_IN_FAILED');
    const isEnrolled = (await findSecondFactor(db, row.id)) !== undefined;
    if (!isEnrolled && config.secondFactor === 'optional')
      return { row, session: await this.transact((tx) => this.start(tx, row, origin)) };
    const next = isEnrolled ? 'code' : 'enrol';
    return { next, ticket: await this.giveTicket(row.id, next) };
  }

  /**
   * Verifies a password, counted before: tries sent at once count as well.
   * @throws {Refusal} SIGN_IN_FAILED, TOO_MANY_REQUESTS
   */
  async checkPassword(tried: { username: string; hash: string | undefined; password: string }, origin: Origin): Promise<void> {
    const { username, hash, password } = tried;
    const key = `${username}|${networkOf(origin.address)}`;
    // Whoever has to wait does not use up the tries of all: that would lock the account from one address.
    const wait = (await countAttempt(this.context, FROM_ADDRESS, key)) || (await countAttempt(this.context, FROM_ALL, username));
    if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
    // Not the name that was typed: it may be a password in the wrong field.
    if (!(await verifyPassword(hash, password))) throw await this.refused(hash === undefined ? 'unknown' : username, origin);
    await forgetAttempts(this.context, FROM_ADDRESS, key);
    await forgetAttempts(this.context, FROM_ALL, username);
  }

  /** @throws {Refusal} NOT_SIGNED_IN for a ticket that leads nowhere, SIGN_IN_FAILED, TOO_MANY_REQUESTS */
  async byCode(ticket: string, code: string, origin: Origin): Promise<SignedIn> {
    const { context } = this;
    const row = await this.ticketOf(ticket, 'code');
    await countCodeTry(context, row.id, 'ticket');
    const session = await this.transact(async (tx) => {
      if (!(await useCode(tx, context, row.id, code))) return undefined;
      await this.spend(tx, ticket);
      return this.start(tx, row, origin);
    });
    if (session === undefined) throw await this.refused(row.username, origin);
    await forgetCodeTries(context, row.id, 'ticket');
    return { row, session };
  }

  /** A ticket that leads to one step. @param replaces token of the session in which an enrolment begins */
  async giveTicket(staffId: number, step: TicketStep, replaces?: string): Promise<string> {
    const { token, hash: tokenHash } = newToken();
    const ticket = { tokenHash, staffId, step, ...(replaces === undefined ? {} : { replaces: hashToken(replaces) }) };
    await saveTicket(this.context.db, ticket, this.context.clock.now());
    return token;
  }

  /** The secret that a ticket enrols; a repeat gives the same. @throws {Refusal} NOT_SIGNED_IN */
  async beginEnrolment(ticket: string): Promise<{ readonly username: string; readonly secret: Buffer }> {
    const { db, vault } = this.context;
    const { username } = await this.ticketOf(ticket, 'enrol');
    const kept = await keepTicketSecret(db, hashToken(ticket), vault.seal('second_factor', newTotpSecret().toString('base64')));
    if (kept === undefined) throw new Refusal('NOT_SIGNED_IN');
    return { username, secret: this.secretIn(kept) };
  }

  /**
   * Brings an authenticator into force by its first code.
   * @throws {Refusal} NOT_SIGNED_IN for a ticket that leads nowhere, SIGN_IN_FAILED, TOO_MANY_REQUESTS
   */
  async confirmEnrolment(ticket: string, code: string, origin: Origin): Promise<SignedIn & { readonly recoveryCodes: string[] }> {
    const { context } = this;
    const row = await this.ticketOf(ticket, 'enrol');
    await countCodeTry(context, row.id, 'ticket');
    const step = row.secretSealed === null ? undefined : matchingStep(this.secretIn(row.secretSealed), code, context.clock.now(), 0);
    if (step === undefined || row.secretSealed === null) throw await this.refused(row.username, origin);
    const secretSealed = row.secretSealed;
    const enrolled = await this.transact(async (tx) => {
      await this.spend(tx, ticket);
      const factor = { staffId: row.id, secretSealed, step, mayReplace: row.replaces !== null };
      if (!(await saveSecondFactor(tx, factor, context.clock.now()))) throw new Refusal('NOT_SIGNED_IN');
      const recoveryCodes = (await makeRecoveryCodes(tx, context.vault, row.id)) ?? [];
      const { requestId } = origin;
      await recordAudit(tx, { actor: staffPrincipal(row), action: 'second_factor.enrol', subject: `account:${row.username}`, requestId });
      return { session: await this.sessionAfter(tx, row, origin), recoveryCodes };
    });
    await forgetCodeTries(context, row.id, 'ticket');
    return { row, ...enrolled };
  }

  /** Gives a session another token after its holder proved who they are. @throws {Refusal} NOT_SIGNED_IN when it has ended. */
  async replace(tx: Tx, tokenHash: Buffer): Promise<StartedSession> {
    const now = this.context.clock.now();
    const { token, hash } = newToken();
    const endsAt = await replaceToken(tx, tokenHash, hash, now);
    if (endsAt === undefined) throw new Refusal('NOT_SIGNED_IN');
    return { token, maxAgeSeconds: Math.min(SESSION_HOURS.staff * 3_600, Math.ceil((endsAt.getTime() - now) / 1000)) };
  }

  /** Notes a refusal. @returns what to throw */
  async refused(account: string, { requestId }: Origin): Promise<Refusal> {
    await recordAudit(this.context.db, { actor: 'nobody', action: 'session.refuse', subject: `account:${account}`, requestId });
    return new Refusal('SIGN_IN_FAILED');
  }

  private sessionAfter(tx: Tx, row: TicketRow, origin: Origin): Promise<StartedSession> {
    return row.replaces === null ? this.start(tx, row, origin) : this.replace(tx, row.replaces);
  }

  private async start(tx: Tx, row: StaffRow, { device, requestId, held }: Origin): Promise<StartedSession> {
    const actor = staffPrincipal(row);
    if (held !== undefined) await this.endHeld(tx, actor, held, requestId);
    await recordAudit(tx, { actor, action: 'session.start', subject: `account:${row.username}`, requestId });
    return this.sessions.start({ kind: 'staff', subjectId: row.id, device }, this.context.clock.now(), tx);
  }

  /** The browser forgets the token with the next cookie; without this its session would go on for whoever copied it. */
  private async endHeld(tx: Tx, actor: Staff, held: string, requestId: string): Promise<void> {
    const staffId = await this.sessions.end('staff', held, tx);
    const username = staffId === undefined ? undefined : await findUsername(tx, staffId);
    if (username !== undefined) await recordAudit(tx, { actor, action: 'session.end', subject: `account:${username}`, requestId });
  }

  private async ticketOf(ticket: string, step: TicketStep): Promise<TicketRow> {
    const row = await findTicket(this.context.db, hashToken(ticket), step, this.context.clock.now());
    if (row === undefined) throw new Refusal('NOT_SIGNED_IN');
    return row;
  }

  /** Of two who show the same ticket at once, one comes in. */
  private async spend(tx: Tx, ticket: string): Promise<void> {
    if (!(await useTicket(tx, hashToken(ticket)))) throw new Refusal('NOT_SIGNED_IN');
  }

  private readonly secretIn = (sealed: Buffer) => Buffer.from(this.context.vault.open('second_factor', sealed), 'base64');

  private transact<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.context.db.transaction().execute(run);
  }
}
