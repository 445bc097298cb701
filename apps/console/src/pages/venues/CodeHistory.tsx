import { formatVenueCode } from '@tongxing/codes';
import type { CodeIssue } from '@tongxing/contract';
import { useSystem } from '@tongxing/ui';
import { Button, Card, Skeleton, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { instantToWall } from '../../parts/time';
import './code-history.css';

function Issue({ item }: { readonly item: CodeIssue }) {
  const { t } = useTranslation();
  const { system } = useSystem();
  const day = (at: string) => instantToWall(at, system?.timeZone ?? 'Asia/Shanghai').format('YYYY-MM-DD');
  const { issue, code, issuedAt, replaced } = item;
  return (
    <div className="stacked">
      <span>
        <strong>{t('sticker.issue', { issue })}</strong> <code>{formatVenueCode(code)}</code>{' '}
        {replaced === null && <Tag color="success">{t('sticker.present')}</Tag>}
      </span>
      <span className="quiet">{t('sticker.issued', { at: day(issuedAt) })}</span>
      {replaced !== null && (
        <span className="quiet">
          {t('sticker.replaced', { at: day(replaced.at), by: replaced.by, cause: t(`sticker.cause_of.${replaced.cause}`) })}:{' '}
          {replaced.reason}
        </span>
      )}
      {replaced !== null && replaced.scans > 0 && <Tag color="warning">{t('sticker.scans', { count: replaced.scans })}</Tag>}
    </div>
  );
}

/** Codes a venue has had, the present one first: nothing of it is ever lost. */
export function CodeHistory({ venueId }: { readonly venueId: string }) {
  const { t } = useTranslation();
  const list = useList('venues', 'GET /api/v1/venues/:id/code-issues', { params: { id: venueId } });
  return (
    <Card title={t('sticker.history')}>
      {list.isLoading && <Skeleton active />}
      <ProblemAlert error={list.error} />
      <ol className="code-history">
        {list.rows.map((item) => (
          <li key={item.issue}>
            <Issue item={item} />
          </li>
        ))}
      </ol>
      {list.hasMore && (
        <Button onClick={list.more} loading={list.isLoadingMore}>
          {t('list.more')}
        </Button>
      )}
    </Card>
  );
}
