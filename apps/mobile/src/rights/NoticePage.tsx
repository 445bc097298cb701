import { useCallback } from 'react';
import { Link } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { NoticeText } from '../session/NoticeText';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { useRightsWords } from './words';

/** `/m/rights/notice`: the privacy notice in force, and those before it, for anybody. */
export function NoticePage({ version }: { readonly version: string | undefined }) {
  const { t } = useRightsWords();
  const load = useCallback(
    () => call('GET /api/v1/notice', { query: version === undefined ? {} : { version: Number(version) } }),
    [version],
  );
  const [notice, reload] = useLoad(load);
  return (
    <Page title={t('rights:notice.title')} back="/m/rights">
      {notice.state === 'loading' && <Loading />}
      {notice.state === 'failed' && <Failure error={notice.error} onRetry={reload} />}
      {notice.state === 'ready' && (
        <>
          <p className="soft">{t('rights:notice.version', notice.data)}</p>
          {notice.data.version < notice.data.current && (
            <p className="note note-notice">
              {t('rights:notice.old')} <Link href="/m/rights/notice">{t('rights:notice.toCurrent', { version: notice.data.current })}</Link>
            </p>
          )}
          <NoticeText notice={notice.data} />
          {notice.data.version > 1 && (
            <Link className="quiet" href={`/m/rights/notice/${notice.data.version - 1}`}>
              {t('rights:notice.earlier', { version: notice.data.version - 1 })}
            </Link>
          )}
        </>
      )}
    </Page>
  );
}
