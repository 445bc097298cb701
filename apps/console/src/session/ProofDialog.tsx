import { Form, Input, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../api/hooks';
import { answerProofs } from '../api/proof';
import { ProblemAlert } from '../parts/Problem';
import { useSubmit } from '../parts/use-submit';
import { useAccount } from './session';

interface QuestionProps {
  readonly onAnswer: (isProved: boolean) => void;
}

function Question({ onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const { hasSecondFactor } = useAccount();
  const prove = useCommand('POST /api/v1/staff/sessions/current/proof', []);
  const { form, name, error, busy, run } = useSubmit<{ proof: string }>(async (body) => {
    await prove.mutateAsync({ body });
    onAnswer(true);
  });
  const by = hasSecondFactor ? 'code' : 'password';
  const Field = hasSecondFactor ? Input : Input.Password;
  return (
    <Modal
      open
      width={420}
      mask={{ closable: false }}
      title={t('proof.title')}
      onCancel={() => onAnswer(false)}
      onOk={form.submit}
      okText={t('proof.submit')}
      cancelText={t('action.cancel')}
      confirmLoading={busy}
    >
      <p className="quiet">{t(`proof.intro_${by}`)}</p>
      <Form form={form} name={name} layout="vertical" requiredMark={false} onFinish={run}>
        <Form.Item name="proof" label={t(`proof.${by}`)} rules={[{ required: true, message: t('errors:field.required') }]}>
          <Field size="large" autoFocus maxLength={200} autoComplete={hasSecondFactor ? 'one-time-code' : 'current-password'} />
        </Form.Item>
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  );
}

/** Asks for a fresh proof before a dangerous step, wherever it is taken; the step then goes on by itself. */
export function ProofDialog() {
  const [isAsking, setAsking] = useState(false);
  const answer = useRef<(isProved: boolean) => void>(() => undefined);
  useEffect(
    () =>
      answerProofs(
        () =>
          new Promise((resolve) => {
            answer.current = resolve;
            setAsking(true);
          }),
      ),
    [],
  );
  if (!isAsking) return null;
  return (
    <Question
      onAnswer={(isProved) => {
        setAsking(false);
        answer.current(isProved);
      }}
    />
  );
}
