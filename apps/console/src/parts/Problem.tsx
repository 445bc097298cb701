import { DisconnectOutlined, FieldTimeOutlined, FileSearchOutlined, LockOutlined } from '@ant-design/icons';
import { ApiError } from '@tongxing/contract/client';
import { Alert, Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { PutOff } from '../api/put-off';
import { useProblemLine } from './problem';

/** A refused command, told where the command was given. */
export function ProblemAlert({ error }: { readonly error: unknown }) {
  const describe = useProblemLine();
  if (error === null || error === undefined) return null;
  return <Alert type="error" showIcon role="alert" className="problem" title={describe(error)} />;
}

type Trouble = 'denied' | 'not_found' | 'failed';

/** Drawn quietly and unlike any verdict: nothing but a verdict looks like one. */
const SIGNS = { denied: <LockOutlined />, not_found: <FileSearchOutlined />, failed: <DisconnectOutlined /> } as const;

interface TroubleResultProps {
  readonly trouble: Trouble;
  readonly detail: string;
  /** Offered when trying again may help; otherwise the way home. */
  readonly onRetry?: () => void;
}

/** In place of a page or a list: what is the matter, and what can be done. */
export function TroubleResult({ trouble, detail, onRetry }: TroubleResultProps) {
  const { t } = useTranslation();
  const extra =
    onRetry === undefined ? (
      <Link href="/">{t('action.home')}</Link>
    ) : (
      <Button type="primary" onClick={onRetry}>
        {t('action.retry')}
      </Button>
    );
  return <Result className="trouble" icon={SIGNS[trouble]} title={t(`problem.${trouble}`)} subTitle={detail} extra={extra} />;
}

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return 'failed';
  if (error.code === 'FORBIDDEN') return 'denied';
  return error.code === 'NOT_FOUND' ? 'not_found' : 'failed';
}

/** In place of what the server put off: nothing is broken and nothing is to be done, so there is no button. */
function PutOffResult() {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Result className="trouble" icon={<FieldTimeOutlined />} title={t('put_off.title')} subTitle={t('put_off.detail')} />
    </div>
  );
}

/** Above rows that are still shown while newer ones are put off. */
export function PutOffLine({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof PutOff)) return null;
  return (
    <p className="put-off" role="status">
      <FieldTimeOutlined aria-hidden /> {t('put_off.kept')}
    </p>
  );
}

/** In place of something that could not be read: put off, denied, not there, or failed. */
export function ProblemResult({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const describe = useProblemLine();
  if (error instanceof PutOff) return <PutOffResult />;
  const trouble = troubleOf(error);
  return <TroubleResult trouble={trouble} detail={describe(error)} {...(trouble === 'failed' ? { onRetry } : {})} />;
}
