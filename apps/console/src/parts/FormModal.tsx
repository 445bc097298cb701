import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './Problem';
import { useSubmit } from './use-submit';

interface FormModalProps<V> {
  readonly title: string;
  readonly onClose: () => void;
  readonly submitLabel: string;
  /** For a step that cannot be taken back or that stops something. */
  readonly danger?: boolean;
  readonly onSubmit: (values: V) => Promise<void>;
  readonly intro?: ReactNode;
  readonly children: ReactNode;
}

/** A small question before a step: mounted while it is asked. */
export function FormModal<V extends object>({ title, onClose, submitLabel, danger, onSubmit, intro, children }: FormModalProps<V>) {
  const { t } = useTranslation();
  const { form, name, error, busy, run } = useSubmit<V>(async (values) => {
    await onSubmit(values);
    onClose();
  });
  return (
    <Modal
      open
      mask={{ closable: false }}
      title={title}
      onCancel={onClose}
      onOk={form.submit}
      okText={submitLabel}
      cancelText={t('action.cancel')}
      confirmLoading={busy}
      okButtonProps={{ danger: danger ?? false }}
    >
      {intro}
      <Form<V> form={form} name={name} layout="vertical" onFinish={run}>
        {children}
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  );
}

interface WordsFieldProps {
  readonly name: string;
  readonly label: string;
  /** Longest text the API takes, in characters. */
  readonly max: number;
  readonly min?: number;
  readonly required?: boolean;
  readonly help?: string;
}

/** A few lines of text: notes and reasons. */
export function WordsField({ name, label, max, min, required, help }: WordsFieldProps) {
  const { t } = useTranslation();
  const rules = [
    ...(required ? [{ required: true, whitespace: true, message: t('errors:field.required') }] : []),
    ...(min === undefined ? [] : [{ min, message: t('errors:field.too_short') }]),
  ];
  return (
    <Form.Item name={name} label={label} rules={rules} extra={help}>
      <Input.TextArea rows={3} maxLength={max} showCount />
    </Form.Item>
  );
}
