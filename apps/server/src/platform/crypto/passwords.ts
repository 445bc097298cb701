import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters OWASP names as minimum (19 MiB, 2 passes, 1 lane). The hash names its own parameters. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

let decoy: Promise<string> | undefined;

/** Takes as long for an unknown account as for a known one, so that the time tells nothing. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  if (stored === undefined) {
    decoy ??= hashPassword('no account has this password');
    await verify(await decoy, password.normalize('NFKC'));
    return false;
  }
  return verify(stored, password.normalize('NFKC'));
}
