import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { type RawBuilder, sql } from 'kysely';
import { registerTestDevice } from '../devices';
import type { Caller } from '../matrix-callers';
import type { Shown } from '../samples';
import type { TestApp } from '../test-app';

/** What callers show at the moment: a run ends sessions and revokes devices, as it is allowed to. */
export class CallerSessions {
  private readonly renewed = new Map<string, Shown>();

  constructor(private readonly t: TestApp) {}

  shownBy(caller: Caller): Shown {
    return this.renewed.get(caller.name) ?? caller.shown;
  }

  /** Signs somebody in again. Whose account is gone stays outside. */
  async renew(caller: Caller): Promise<void> {
    this.renewed.set(caller.name, await this.freshly(caller));
  }

  private async freshly(caller: Caller): Promise<Shown> {
    const { t } = this;
    if (caller.kind === 'nobody') return {};
    // The key of another system has no end within a run.
    if (caller.kind === 'client') return caller.shown;
    if (caller.kind === 'device') return { headers: (await registerTestDevice(t, caller.venue ?? 0)).headers };
    const id = await this.idOf(caller);
    return id === undefined ? this.shownBy(caller) : { cookie: await t.cookie(caller.kind, id) };
  }

  private async idOf({ kind, name, shown, venue }: Caller): Promise<number | undefined> {
    const one = async (query: RawBuilder<{ id: number }>) => (await query.execute(this.t.owner)).rows[0]?.id;
    if (kind === 'staff') return one(sql`select id from staff_accounts where username = ${name}`);
    if (kind === 'door') return one(sql`select id from venues where public_id = ${venueAt(this.t.city, venue ?? 0).publicId}`);
    const index = shown.cookie === (await this.t.residentCookie(PERSONAS.red)) ? PERSONAS.red : PERSONAS.green;
    const phoneIndex = this.t.vault.index('phone', residentAt(this.t.city, index).phone);
    return one(sql`select id from resident_accounts where phone_index = ${phoneIndex}`);
  }
}
