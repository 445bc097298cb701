import { stat } from 'node:fs/promises';
import { KeyRing } from '../../platform/crypto/key-ring';
import { dayKeysFile, loadKeys } from '../../platform/crypto/keys';
import { dayOf } from '../../platform/days';
import { WorkLoop } from '../../platform/jobs';
import type { ModuleContext } from '../module';
import { keptFrom } from '../retention/public';
import { matchKeys } from './known-keys';

const EVERY_MS = 5_000;

/** Takes up other keys without a restart: when a file changed, and on a new day. The scan path never waits for it. */
export function keyWatch({
  db,
  vault,
  clock,
  config,
  logger,
}: Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config' | 'logger'>): WorkLoop {
  let seen: string | undefined;
  return new WorkLoop({
    name: 'keys',
    everyMs: EVERY_MS,
    logger,
    run: async () => {
      const today = dayOf(clock.now(), config.timeZone);
      const state = [today, await changedAt(config.keysFile), await changedAt(dayKeysFile(config.keysFile))].join(' ');
      if (state === seen) return false;
      const keys = await loadKeys(config.keysFile, false, { today });
      // Known before it seals: a key that only this process ever had would be missing after it.
      const missing = await matchKeys(db, new KeyRing(keys), keptFrom(clock.now(), config.timeZone));
      if (missing.length > 0) throw new Error(`the key file changed and is not taken up: ${missing.join('; ')}`);
      vault.use(keys);
      seen = state;
      return false;
    },
  });
}

const changedAt = (path: string) =>
  stat(path).then(
    ({ mtimeMs, ino }) => `${mtimeMs}/${ino}`,
    () => 'none',
  );
