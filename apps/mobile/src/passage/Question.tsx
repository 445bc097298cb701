import type { PublicVenue } from '@tongxing/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Page } from '../shell/Page';

/** "Are you here?" with one big button. */
export function Question({ venue, onPass }: { readonly venue: PublicVenue; readonly onPass: () => void }) {
  const { t } = useTranslation();
  const foot = (
    <>
      <button type="button" className="pass-button" onClick={onPass}>
        <span className="pass-word">{t('venue.pass')}</span>
        <span className="pass-hint">{t('venue.passHint')}</span>
      </button>
      <Link className="quiet" href="/m/">
        {t('venue.notHere')}
      </Link>
    </>
  );
  return (
    <Page title={t('venue.question')} foot={foot}>
      <VenueSign venue={venue} />
    </Page>
  );
}

/** The plate of a venue, to compare with the real door. */
export function VenueSign({ venue }: { readonly venue: Pick<PublicVenue, 'name' | 'address' | 'checkpoint'> }) {
  return (
    <div className="plate">
      <p className="plate-name">{venue.name}</p>
      {venue.checkpoint !== null && <p className="plate-checkpoint">{venue.checkpoint}</p>}
      <p className="plate-address">{venue.address}</p>
    </div>
  );
}
