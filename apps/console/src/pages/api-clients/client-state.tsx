import type { ApiClient } from '@tongxing/contract';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const TONES = { active: 'success', expiring: 'warning', expired: 'default', revoked: 'default' } as const;
const SOON_MS = 30 * 86_400_000;

/** @param now epoch ms */
export function clientState({ revokedAt, expiresAt }: Pick<ApiClient, 'revokedAt' | 'expiresAt'>, now: number): keyof typeof TONES {
  if (revokedAt !== null) return 'revoked';
  const leftMs = Date.parse(expiresAt) - now;
  if (leftMs <= 0) return 'expired';
  return leftMs < SOON_MS ? 'expiring' : 'active';
}

export function ClientStateTag({ client }: { readonly client: ApiClient }) {
  const { t } = useTranslation();
  const state = clientState(client, Date.now());
  return (
    <Tag className="state-tag" color={TONES[state]}>
      {t(`client.state_of.${state}`)}
    </Tag>
  );
}
