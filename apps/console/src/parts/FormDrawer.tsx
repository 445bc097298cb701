import { Button, Drawer, Form, Space } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './Problem';
import { useSubmit } from './use-submit';

interface FormDrawerProps<V> {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly submitLabel: string;
  readonly initialValues?: Partial<V>;
  /** Rejects when refused; the drawer stays open with what was typed. */
  readonly onSubmit: (values: V) => Promise<void>;
  /** What the form does, in plain words, above the fields. */
  readonly intro?: ReactNode;
  readonly children: ReactNode;
}

function FormBody<V extends object>({
  onClose,
  submitLabel,
  initialValues,
  onSubmit,
  intro,
  children,
}: Omit<FormDrawerProps<V>, 'title' | 'open'>) {
  const { t } = useTranslation();
  const { form, name, error, busy, run } = useSubmit<V>(async (values) => {
    await onSubmit(values);
    onClose();
  });
  return (
    <Form<V> form={form} name={name} layout="vertical" onFinish={run} initialValues={initialValues ?? {}} scrollToFirstError>
      {intro}
      {children}
      <ProblemAlert error={error} />
      <Space className="form-foot">
        <Button type="primary" htmlType="submit" loading={busy}>
          {submitLabel}
        </Button>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
      </Space>
    </Form>
  );
}

/** A drawer that holds one form and sends it. */
export function FormDrawer<V extends object>({ title, open, onClose, ...body }: FormDrawerProps<V>) {
  return (
    <Drawer title={title} open={open} onClose={onClose} size={520} mask={{ closable: false }} destroyOnHidden>
      <FormBody<V> onClose={onClose} {...body} />
    </Drawer>
  );
}
