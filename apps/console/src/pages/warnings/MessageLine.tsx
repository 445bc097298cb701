import type { Message } from '@tongxing/contract';
import { Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { When } from '../../parts/When';

const FAILED: readonly Message['state'][] = ['undelivered', 'expired'];

type Status = 'finish' | 'wait' | 'error';

/** A station is behind the message or still before it; a message that failed stopped at the last. */
function statusOf(at: string | null, hasFailed = false): Status {
  if (at !== null) return 'finish';
  return hasFailed ? 'error' : 'wait';
}

/** One message on its way: queued, accepted by the gateway, delivered — or where it stopped. */
export function MessageLine({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const hasFailed = FAILED.includes(message.state);
  const word = (state: string) => t(`words:messageState.${state}`);
  const items = [
    { title: word('queued'), content: <When at={message.queuedAt} />, status: statusOf(message.queuedAt) },
    { title: word('accepted'), content: <When at={message.acceptedAt} />, status: statusOf(message.acceptedAt) },
    {
      title: word(hasFailed ? message.state : 'delivered'),
      content: <When at={message.deliveredAt} />,
      status: statusOf(message.deliveredAt, hasFailed),
    },
  ];
  return (
    <section className="message-line">
      <header>
        <strong>{t(`words:messageAudience.${message.audience}`)}</strong>
        <span className="digits quiet">{message.to}</span>
        {message.attempts > 1 && <span className="quiet">{t('warning.attempts', { count: message.attempts })}</span>}
      </header>
      <Steps size="small" responsive={false} titlePlacement="vertical" type="dot" current={items.length} items={items} />
    </section>
  );
}
