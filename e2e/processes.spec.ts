import { ApiError } from '@tongxing/contract/client';
import { venueAt } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUser, CITY, eventId, residentUser, staffUser } from './harness/api';
import { type OpenStream, openStream, statusOf } from './harness/connections';
import { eventually } from './harness/eventually';
import { makeServerFolder, type ServerFolder } from './harness/folder';
import { namingFolder, stillRunning, workersOf } from './harness/processes';
import { freePort, type Program, startProgram } from './harness/program';

const PROCESSES = 2;
/** Connections go to the processes in turn, so a few reach all. */
const STREAMS = 8;
const SCANNERS = [20, 21, 22, 23, 24, 25];
const SCANS_EACH = 60;
const POLL = { timeout: 20_000, interval: 50 };

const cookieOf = (user: ApiUser) =>
  user
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

/** One port, one database, several processes: docs/adr/0014. */
describe('several server processes', () => {
  let folder: ServerFolder;
  let program: Program;
  let port: number;
  let adminPort: number;
  const streams: OpenStream[] = [];

  const start = () => startProgram(folder.dataDir, port, { TONGXING_PROCESSES: String(PROCESSES), TONGXING_ADMIN_PORT: String(adminPort) });
  const allWorkers = async () => {
    await expect.poll(() => workersOf(program.pid), POLL).toHaveLength(PROCESSES);
    return workersOf(program.pid);
  };

  beforeAll(async () => {
    folder = await makeServerFolder();
    [port, adminPort] = await Promise.all([freePort(), freePort()]);
    program = await start();
    await eventually('all processes', async () => ((await metric('tongxing_workers')) === PROCESSES ? true : undefined));
  });
  afterAll(async () => {
    for (const stream of streams) stream.close();
    await program?.kill('group').catch(() => undefined);
    await folder?.remove();
  });

  async function metric(name: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${adminPort}/metrics`).catch(() => undefined);
    const lines = (await answer?.text())?.split('\n') ?? [];
    const values = lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  function scan(user: ApiUser, id: string) {
    return user.call('POST /api/v1/scans', { body: { eventId: id, code: venueAt(CITY, 2).code } });
  }

  /** Undefined when the connection broke before an answer. */
  async function answerTo(user: ApiUser, id: string) {
    try {
      return await scan(user, id);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'NETWORK') return undefined;
      throw error;
    }
  }

  it('tell each other what happened: a stream hears it wherever it is held', async () => {
    const cookie = cookieOf(await staffUser(program.origin, 'headquarters'));
    for (let count = 0; count < STREAMS; count += 1) streams.push(await openStream(`${program.origin}/api/v1/staff/feed`, cookie));
    // A sign-in code is a message, which a console shows.
    await residentUser(program.origin, 19);
    await expect.poll(() => streams.filter((stream) => stream.text().includes('"kind":"messages"')).length, POLL).toBe(STREAMS);
  });

  it('know of a sign-out wherever it happened', async () => {
    const resident = await residentUser(program.origin, 18);
    const cookie = cookieOf(resident);
    const statuses = () => Promise.all(Array.from({ length: STREAMS }, () => statusOf(`${program.origin}/api/v1/me`, cookie)));
    expect(new Set(await statuses())).toEqual(new Set([200]));
    await resident.call('DELETE /api/v1/sign-in/sessions/current');
    await expect.poll(statuses, POLL).toEqual(Array.from({ length: STREAMS }, () => 401));
  });

  it('count together', async () => {
    const user = await residentUser(program.origin, 17);
    const before = await metric('tongxing_verdicts_total');
    await scan(user, eventId());
    expect(await metric('tongxing_verdicts_total')).toBe(before + 1);
    for (const process of [1, 2]) expect(await metric(`tongxing_process_resident_memory_bytes{process="${process}"}`)).toBeGreaterThan(0);
  });

  it('go on when one is killed: nothing acknowledged is lost, what had no answer succeeds once repeated', async () => {
    const before = await allWorkers();
    const [victim = 0] = before;
    const users = await Promise.all(SCANNERS.map((index) => residentUser(program.origin, index)));
    const counted = await metric('tongxing_verdicts_total');
    const acknowledged: { user: ApiUser; id: string }[] = [];
    const unanswered: string[] = [];
    const killInTheMiddle = () => {
      if (acknowledged.length === Math.round((SCANNERS.length * SCANS_EACH) / 3)) process.kill(victim, 'SIGKILL');
    };
    const scanOften = async (user: ApiUser): Promise<void> => {
      for (let count = 0; count < SCANS_EACH; count += 1) {
        const id = eventId();
        if ((await answerTo(user, id)) === undefined) {
          unanswered.push(id);
          // At once: another process has the port. A connection that was just being handed to the dead one is closed
          // too, so it may take one try more.
          expect((await answerTo(user, id)) ?? (await scan(user, id))).toMatchObject({ eventId: id });
        }
        acknowledged.push({ user, id });
        killInTheMiddle();
      }
    };
    await Promise.all(users.map(scanOften));
    expect(acknowledged).toHaveLength(SCANNERS.length * SCANS_EACH);
    for (const { user, id } of acknowledged) expect(await scan(user, id)).toMatchObject({ eventId: id, repeated: true });
    expect(unanswered.length).toBeLessThanOrEqual(SCANNERS.length);

    await expect.poll(async () => (await allWorkers()).filter((pid) => !before.includes(pid)), POLL).toHaveLength(1);
    await expect.poll(() => metric('tongxing_workers'), POLL).toBe(PROCESSES);
    expect(await metric('tongxing_worker_deaths_total')).toBe(1);
    expect(await metric('tongxing_verdicts_total')).toBeGreaterThanOrEqual(counted);
    // Both had served: the streams of the one are cut off, those of the other are not.
    await expect.poll(() => streams.filter((stream) => !stream.isOpen()).length, POLL).toBeGreaterThan(0);
    expect(streams.filter((stream) => stream.isOpen()).length).toBeGreaterThan(0);
  });

  it('end with the process that started them, and a new start has the port', async () => {
    const workers = await allWorkers();
    await program.kill('program');
    await expect.poll(() => stillRunning(workers), POLL).toEqual([]);
    program = await start();
    await residentUser(program.origin, 16);
  });

  it('leave nothing behind when they are stopped', async () => {
    const workers = await allWorkers();
    await program.stop();
    expect(await stillRunning([program.pid, ...workers])).toEqual([]);
    await expect.poll(() => namingFolder(folder.dataDir), POLL).toEqual([]);
  });
});
