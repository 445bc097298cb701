import { VerdictMark } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { Waiting } from '../../parts/Clocks';
import { StateTag } from '../../parts/Tags';
import { NextThings } from './NextThings';

const SHOWN = 8;

/** The newest warnings on site that nobody has acknowledged, each with how long it has waited: late ones come by the thousand. */
export function OpenWarnings() {
  const { t } = useTranslation();
  const read = useRead('warnings', 'GET /api/v1/warnings', { query: { state: 'open', late: 'false', limit: SHOWN } });
  const items = read.data?.items ?? [];
  return (
    <NextThings title={t('home.open_warnings')} all="/warnings?state=open" read={read}>
      {items.map((warning) => ({
        key: warning.id,
        href: `/warnings?state=open&id=${warning.id}`,
        name: (
          <span className="mark-word">
            <VerdictMark verdict={warning.verdict} /> {t(`words:verdict.${warning.verdict}`)}
          </span>
        ),
        state: <StateTag of="warningState" value={warning.state} />,
        where: warning.venue.name,
        reasons: warning.reasons,
        clock: <Waiting since={warning.recordedAt} />,
      }))}
    </NextThings>
  );
}
