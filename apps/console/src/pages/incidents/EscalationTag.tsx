import { RiseOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

/** Who above has been told because nobody acted in time; nothing when nobody had to be. */
export function EscalationTag({ level }: { readonly level: number }) {
  const { t } = useTranslation();
  if (level === 0) return null;
  return (
    <Tag color={level > 1 ? 'error' : 'warning'} icon={<RiseOutlined />}>
      {t(`words:escalation.${level}`)}
    </Tag>
  );
}
