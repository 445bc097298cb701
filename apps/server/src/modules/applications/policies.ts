import { VENUE_POLICY_PACKS, VenuePolicy } from '@tongxing/contract';
import type { Queryable } from '../../platform/database/database';
import luxi from './packs/luxi.json';
import putuo from './packs/putuo.json';
import xinan from './packs/xinan.json';
import { findChosenPack } from './policy-store';

/** Every pack, checked when the program starts. */
export const PACKS: readonly VenuePolicy[] = [luxi, putuo, xinan].map((pack) => VenuePolicy.parse(pack));

/** Where nothing was chosen a person looks at every application. */
export const USUAL_PACK = 'xinan' as const;

/** @throws for a name that is no pack of this version. */
export function packNamed(name: string): VenuePolicy {
  const pack = PACKS.find((each) => each.pack === name);
  if (pack === undefined) throw new Error(`no policy pack ${name}; there are ${VENUE_POLICY_PACKS.join(', ')}`);
  return pack;
}

/** The policy of a division: that of the smallest division around it for which one was chosen. */
export async function policyFor(db: Queryable, divisionCode: string | undefined): Promise<VenuePolicy> {
  return packNamed((await findChosenPack(db, divisionCode)) ?? USUAL_PACK);
}
