import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './Problem';
import { useAttempt } from './use-submit';

interface ConfirmFootProps {
  readonly submitLabel: string;
  readonly onBack: () => void;
  readonly onSubmit: () => Promise<void>;
}

/** The end of the last step, in which everything was said back: do it, or go back with nothing lost. */
export function ConfirmFoot({ submitLabel, onBack, onSubmit }: ConfirmFootProps) {
  const { t } = useTranslation();
  const { error, busy, run } = useAttempt<void>(onSubmit);
  return (
    <>
      <ProblemAlert error={error} />
      <Space className="form-foot">
        <Button type="primary" loading={busy} onClick={() => void run()}>
          {submitLabel}
        </Button>
        <Button onClick={onBack} disabled={busy}>
          {t('action.back')}
        </Button>
      </Space>
    </>
  );
}
