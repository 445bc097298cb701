import type { PublicVenue } from '@tongxing/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Page } from '../shell/Page';
import { VenueSign } from './Question';

/** A code whose venue is suspended, replaced or retired: says so and what to do. */
export function ClosedVenue({ venue }: { readonly venue: PublicVenue }) {
  const { t } = useTranslation();
  const foot = (
    <Link className="button" href="/m/">
      {t('venue.enterOther')}
    </Link>
  );
  return (
    <Page title={t(`venue.closed.${venue.state}.title`)} foot={foot}>
      <p className="lead">{t(`venue.closed.${venue.state}.todo`)}</p>
      <VenueSign venue={venue} />
      <p className="soft">{t('venue.nothingRecorded')}</p>
    </Page>
  );
}
