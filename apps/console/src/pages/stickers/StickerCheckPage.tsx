import type { StickerCheck } from '@tongxing/contract';
import { Alert, Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemAlert } from '../../parts/Problem';
import { useSubmit } from '../../parts/use-submit';
import { type PositionState, usePosition } from './use-position';
import './stickers.css';

function Place({ position }: { readonly position: PositionState }) {
  const { t } = useTranslation();
  if (position === 'asking') return <span className="quiet">{t('sticker.asking_place')}</span>;
  if (position === 'none') return <Alert type="warning" title={t('sticker.no_place')} />;
  return <span className="quiet">{t('sticker.use_place', { accuracy: Math.ceil(position.accuracy) })}</span>;
}

/** What the last look found, and what to do about it. */
function Found({ check }: { readonly check: StickerCheck }) {
  const { t } = useTranslation();
  const { venue, state, issue, currentIssue, findings, distance, filed } = check;
  const isFine = findings.length === 0 && state === 'active';
  return (
    <Alert
      type={isFine ? 'success' : 'warning'}
      showIcon
      title={t(isFine ? 'sticker.ok' : 'sticker.wrong')}
      description={
        <div className="stacked">
          <strong>{venue.name}</strong>
          <span>{venue.address}</span>
          {state === 'replaced' && <span>{t('sticker.old', { issue, current: currentIssue })}</span>}
          {state !== 'replaced' && state !== 'active' && <span>{t('sticker.state_note', { state: t(`words:venueState.${state}`) })}</span>}
          {findings.map((kind) => (
            <span key={kind}>{t(`words:stickerFinding.${kind}`)}</span>
          ))}
          {distance !== null && <span>{t('sticker.distance', { metres: distance })}</span>}
          {filed && <span>{t('sticker.first_place')}</span>}
        </div>
      }
    />
  );
}

/** For a telephone at the door: one code after the other, by hand scanner or typed, with time and place. */
export default function StickerCheckPage() {
  const { t } = useTranslation();
  const position = usePosition();
  const isRequired = useRequired();
  const [last, setLast] = useState<StickerCheck>();
  const [id, renewId] = useDraftId();
  const check = useCommand('POST /api/v1/sticker-checks', ['sticker-findings']);
  const { form, name, error, busy, run } = useSubmit<{ sticker: string }>(async ({ sticker }) => {
    const place = typeof position === 'string' ? null : position;
    setLast(undefined);
    setLast(await check.mutateAsync({ body: { id, sticker, position: place } }));
    renewId();
    form.resetFields();
  });
  return (
    <PageFrame title={t('menu.sticker_check')} intro={t('sticker.check_intro')}>
      <Card className="sticker-check">
        <Form form={form} name={name} layout="vertical" onFinish={run}>
          <Form.Item name="sticker" label={t('sticker.code')} rules={[isRequired, { min: 13, message: t('errors:field.too_short') }]}>
            <Input
              size="large"
              autoFocus
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={512}
              className="digits"
            />
          </Form.Item>
          <Place position={position} />
          <ProblemAlert error={error} />
          <Button type="primary" size="large" block htmlType="submit" loading={busy}>
            {t('sticker.check')}
          </Button>
        </Form>
        <div aria-live="polite">{last !== undefined && <Found check={last} />}</div>
      </Card>
    </PageFrame>
  );
}
