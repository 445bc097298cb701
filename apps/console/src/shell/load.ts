import type { LoadLevel } from '@tongxing/contract';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const AT_ONCE = ['statistics', 'audit', 'exports', 'retention'] as const;
const NEXT = [
  'venues',
  'applications',
  'members',
  'regions',
  'policy',
  'health',
  'tracing',
  'devices',
  'clients',
  'administration',
  'rights',
] as const;

/** What each level puts off, under `load.work.<key>`. The contract decides; a test holds the two together. */
export const PUT_OFF: Readonly<Record<LoadLevel, readonly string[]>> = {
  normal: [],
  busy: AT_ONCE,
  overloaded: [...AT_ONCE, ...NEXT],
};

/** What a level puts off, in one sentence. */
export function usePutOffWords(): (level: LoadLevel) => string {
  const { t } = useTranslation();
  return useCallback(
    (level) => {
      if (level === 'normal') return t('load.nothing_put_off');
      const work = PUT_OFF[level].map((each) => t(`load.work.${each}`)).join(t('list.separator'));
      return t(`load.put_off.${level}`, { work });
    },
    [t],
  );
}
