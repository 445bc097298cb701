import type { Tx } from '../../platform/database/database';
import { translate } from '../../platform/i18n';
import { queueMessage } from '../../platform/sms/store';
import { revealPerson } from '../identity/public';
import type { ModuleContext } from '../module';

type Context = Pick<ModuleContext, 'vault' | 'clock'>;
type News = 'managerNow' | 'managerNoMore' | 'inspectorNoMore' | 'managerAsked';

/** An SMS in both languages: nobody knows in which the number reads. */
export async function tellPhone(tx: Tx, { vault, clock }: Context, phone: string, news: News, venue: string): Promise<void> {
  const text = `${translate('zh', `sms.${news}`, { venue })} ${translate('en', `sms.${news}`, { venue })}`;
  await queueMessage(
    tx,
    { purpose: 'venue', phoneSealed: vault.seal('phone', phone), bodySealed: vault.seal('message', text) },
    clock.now(),
  );
}

/** Tells somebody what they are, or are no more, at a venue. The step itself stands in the audit log of the same transaction. */
export async function tell(tx: Tx, context: Context, personId: number, news: News, venue: string): Promise<void> {
  const phone = (await revealPerson(tx, context.vault, personId))?.phone ?? '';
  if (phone !== '') await tellPhone(tx, context, phone, news, venue);
}
