import { useLanguage } from '../i18n/use-language';
import { useServerSecond } from '../system/use-server-second';
import { useSystem } from '../system/use-system';

/** The time to the second by the server's clock and the venue's zone; running, so that a screenshot shows its age. */
export function RunningClock({ withDate = true }: { readonly withDate?: boolean }) {
  const [language] = useLanguage();
  const { timeZone } = useSystem();
  const now = new Date(useServerSecond());
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const time = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(now);
  const date = new Intl.DateTimeFormat(locale, { timeZone, month: 'short', day: 'numeric' }).format(now);
  return (
    <time className="tx-clock" dateTime={now.toISOString()}>
      {withDate && <span className="tx-clock-date">{date}</span>}
      {time}
    </time>
  );
}
