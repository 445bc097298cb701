import { useTimeWords } from '@tongxing/ui';
import { Alert } from 'antd';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeedState } from '../api/feed';

/** The browser reconnects by itself; only a line that stays down is worth a notice. */
const PATIENCE_MS = 6_000;

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** When the connection was lost, once it is certain that it is; undefined while it stands. */
export function useLostSince(feed: FeedState): string | undefined {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const isDown = !isOnline || feed === 'lost';
  const [since, setSince] = useState<string>();
  useEffect(() => {
    if (!isDown) {
      setSince(undefined);
      return;
    }
    const at = new Date().toISOString();
    const timer = setTimeout(() => setSince(at), isOnline ? PATIENCE_MS : 0);
    return () => clearTimeout(timer);
  }, [isDown, isOnline]);
  return since;
}

/** Says that what is shown may be old, and since when. */
export function ConnectionNotice({ since }: { readonly since: string }) {
  const { t } = useTranslation();
  const { spoken } = useTimeWords();
  return (
    <Alert banner type="error" role="alert" title={t('connection.notice', { at: spoken(since) })} description={t('connection.advice')} />
  );
}

/** A quiet mark in the header: whether changes arrive by themselves. */
export function ConnectionMark({ feed }: { readonly feed: FeedState }) {
  const { t } = useTranslation();
  return (
    <span className={`feed feed-${feed}`} title={t(`connection.${feed}_title`)}>
      <span className="feed-dot" aria-hidden />
      <span className="feed-word">{t(`connection.${feed}`)}</span>
    </span>
  );
}
