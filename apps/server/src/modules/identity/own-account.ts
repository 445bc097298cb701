import { hashPassword } from '../../platform/crypto/passwords';
import { hashToken } from '../../platform/crypto/sealing';
import type { Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import type { StartedSession } from '../../platform/sessions';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { checkNewPassword } from './new-password';
import { countCodeTry, forgetCodeTries, makeRecoveryCodes, useCode } from './second-factor';
import { endTickets, findSecondFactor, replacePassword } from './second-factor-store';
import { endStaffSession, endStaffSessions } from './staff-session-store';
import type { Origin, StaffSignIn } from './staff-sign-in';
import { findStaff } from './store';

/** Somebody signed in, about their own account. */
export interface Own {
  readonly staff: Staff;
  /** Of the session. */
  readonly token: string;
  readonly origin: Origin;
}

/** What staff do about their own account: prove who they are again, recovery codes, password, sessions. */
export class OwnAccount {
  constructor(
    private readonly context: ModuleContext,
    private readonly signIn: StaffSignIn,
  ) {}

  /**
   * Proves for some minutes who holds the session, by a code, or by the password where there is no second factor.
   * @returns the token that takes the place of the one before.
   * @throws {Refusal} SIGN_IN_FAILED, TOO_MANY_REQUESTS
   */
  async proveAgain(own: Own, proof: string): Promise<StartedSession> {
    const { context } = this;
    const { staff, origin } = own;
    if ((await findSecondFactor(context.db, staff.staffId)) === undefined) {
      await this.checkOwnPassword(own, proof);
      return this.transact((tx) => this.proved(tx, own));
    }
    await countCodeTry(context, staff.staffId, 'session');
    const session = await this.transact(async (tx) =>
      (await useCode(tx, context, staff.staffId, proof)) ? this.proved(tx, own) : undefined,
    );
    if (session === undefined) throw await this.signIn.refused(staff.username, origin);
    await forgetCodeTries(context, staff.staffId, 'session');
    return session;
  }

  /** A ticket to enrol an authenticator, in place of the one there may be. */
  requestEnrolment({ staff, token }: Own): Promise<string> {
    return this.signIn.giveTicket(staff.staffId, 'enrol', token);
  }

  /** Ten new recovery codes. @throws {Refusal} STATE_CONFLICT without a second factor. */
  async renewRecoveryCodes(own: Own): Promise<string[]> {
    const codes = await this.transact(async (tx) => {
      await this.audit(tx, own, 'second_factor.renew_codes');
      return makeRecoveryCodes(tx, this.context.vault, own.staff.staffId);
    });
    if (codes === undefined) throw new Refusal('STATE_CONFLICT');
    return codes;
  }

  /**
   * Changes the password. Every other session, and whoever is on the way in with the old one, ends.
   * @returns the token that takes the place of the one before.
   * @throws {Refusal} SIGN_IN_FAILED when the old one is wrong, INVALID_REQUEST naming `password`, TOO_MANY_REQUESTS
   */
  async changePassword(own: Own, current: string, password: string): Promise<StartedSession> {
    const { staffId, username } = own.staff;
    const before = await this.checkOwnPassword(own, current);
    checkNewPassword(password, username);
    const after = await hashPassword(password);
    return this.transact(async (tx) => {
      // Of two changes at once one is made.
      if (!(await replacePassword(tx, staffId, before, after))) throw new Refusal('SIGN_IN_FAILED');
      await endTickets(tx, staffId);
      await endStaffSessions(tx, staffId, hashToken(own.token));
      await this.audit(tx, own, 'password.change');
      return this.signIn.replace(tx, hashToken(own.token));
    });
  }

  /** Ends a session of the account; one that has ended already is no news. */
  async endSession(own: Own, id: string): Promise<void> {
    await this.transact(async (tx) => {
      if (await endStaffSession(tx, own.staff.staffId, id)) await this.audit(tx, own, 'session.revoke', { sessions: 1 });
    });
  }

  async endOtherSessions(own: Own): Promise<void> {
    await this.transact(async (tx) => {
      const sessions = await endStaffSessions(tx, own.staff.staffId, hashToken(own.token));
      if (sessions > 0) await this.audit(tx, own, 'session.revoke', { sessions });
    });
  }

  /** @returns the hash it was compared with. */
  private async checkOwnPassword({ staff: { username }, origin }: Own, password: string): Promise<string> {
    const hash = (await findStaff(this.context.db, username))?.passwordHash;
    await this.signIn.checkPassword({ username, hash, password }, origin);
    if (hash === undefined) throw new Refusal('SIGN_IN_FAILED');
    return hash;
  }

  private async proved(tx: Tx, own: Own): Promise<StartedSession> {
    await this.audit(tx, own, 'session.prove');
    return this.signIn.replace(tx, hashToken(own.token));
  }

  private audit(tx: Tx, { staff: actor, origin: { requestId } }: Own, action: string, after?: object): Promise<void> {
    return recordAudit(tx, { actor, action, subject: `account:${actor.username}`, requestId, after });
  }

  private transact<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.context.db.transaction().execute(run);
  }
}
