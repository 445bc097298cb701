import { ApiError } from '@tongxing/contract/client';
import { venueAt } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUser, CITY, eventId, residentUser } from './harness/api';
import { makeServerFolder, type ServerFolder } from './harness/folder';
import { freePort, type Program, startProgram } from './harness/program';

const RESIDENTS = [10, 11, 12, 13, 14, 15];
/** Enough that the kill falls among them. */
const ACKNOWLEDGED_BEFORE_KILL = 200;

interface Loop {
  readonly acknowledged: string[];
  /** Sent, and no answer came: recorded or not, nobody knows. */
  readonly unanswered: { readonly user: ApiUser; readonly id: string }[];
}

/** Everything the platform said "recorded" to is on disk, however it dies. */
describe('kill -9 in the middle of the scans', () => {
  let folder: ServerFolder;
  let port: number;
  let program: Program;
  let users: readonly ApiUser[];

  beforeAll(async () => {
    folder = await makeServerFolder();
    port = await freePort();
    program = await startProgram(folder.dataDir, port);
    users = await Promise.all(RESIDENTS.map((index) => residentUser(program.origin, index)));
  });
  afterAll(async () => {
    await program?.stop();
    await folder?.remove();
  });

  it.each(['group', 'program'] as const)('of the whole %s loses nothing that was acknowledged', async (whom) => {
    const owners = new Map<string, ApiUser>();
    const loop = await scanUntilKilled(whom, owners);
    expect(loop.acknowledged.length).toBeGreaterThanOrEqual(ACKNOWLEDGED_BEFORE_KILL);
    expect(loop.unanswered.length, 'the kill fell among the scans').toBeGreaterThan(0);

    program = await startProgram(folder.dataDir, port);
    for (const id of loop.acknowledged) {
      const answer = await scan(owners.get(id), id);
      expect(answer, id).toMatchObject({ eventId: id, repeated: true });
    }
    for (const { user, id } of loop.unanswered) {
      expect(await scan(user, id)).toMatchObject({ eventId: id });
      expect(await scan(user, id)).toMatchObject({ eventId: id, repeated: true });
    }
  });

  function scan(user: ApiUser | undefined, id: string) {
    if (user === undefined) throw new Error('an event of nobody');
    return user.call('POST /api/v1/scans', { body: { eventId: id, code: venueAt(CITY, 2).code } });
  }

  /** False when no answer came. */
  async function answered(user: ApiUser, id: string): Promise<boolean> {
    try {
      await scan(user, id);
      return true;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  }

  /** Every resident scans again and again until no answer comes any more; the kill comes after enough answers. */
  async function scanUntilKilled(whom: 'group' | 'program', owners: Map<string, ApiUser>): Promise<Loop> {
    const loop: Loop = { acknowledged: [], unanswered: [] };
    let killed: Promise<void> | undefined;
    const scanOn = async (user: ApiUser): Promise<void> => {
      const id = eventId();
      owners.set(id, user);
      if (!(await answered(user, id))) {
        loop.unanswered.push({ user, id });
        return;
      }
      loop.acknowledged.push(id);
      if (loop.acknowledged.length >= ACKNOWLEDGED_BEFORE_KILL) killed ??= program.kill(whom);
      return scanOn(user);
    };
    await Promise.all(users.map(scanOn));
    await killed;
    return loop;
  }
});
