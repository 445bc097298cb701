import type { VenueRef } from '@tongxing/contract';

interface VenueCellProps {
  readonly venue: Pick<VenueRef, 'name' | 'address' | 'checkpoint'>;
  readonly division?: string;
}

/** A venue in a table cell: name and gate, then where it is. */
export function VenueCell({ venue, division }: VenueCellProps) {
  return (
    <span className="stacked venue-cell" title={venue.address}>
      <span>{venue.checkpoint === null ? venue.name : `${venue.name} · ${venue.checkpoint}`}</span>
      <span className="quiet">{division ?? venue.address}</span>
    </span>
  );
}
