import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { ProblemResult } from '../../parts/Problem';

interface DemoAccountsProps {
  readonly onChoose: (account: { readonly username: string; readonly password: string }) => void;
}

/** The sign-ins of the demonstration, each filled in with one click. */
export function DemoAccounts({ onChoose }: DemoAccountsProps) {
  const { t } = useTranslation();
  const demo = useRead('system', 'GET /api/v1/demo/accounts');
  if (demo.error) return <ProblemResult error={demo.error} onRetry={() => void demo.refetch()} />;
  return (
    <section className="demo-accounts" aria-labelledby="demo-accounts-title">
      <h2 id="demo-accounts-title">{t('sign_in.demo_title')}</h2>
      <p className="quiet">{t('sign_in.demo_intro')}</p>
      {demo.isPending && <Skeleton active />}
      <ul>
        {demo.data?.items.map((account) => (
          <li key={account.username}>
            <button type="button" onClick={() => onChoose({ username: account.username, password: account.password })}>
              <span className="demo-role">{t(`words:role.${account.role}`, { defaultValue: account.displayName })}</span>
              <span className="demo-area">{account.area}</span>
              <code className="quiet">{account.username}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
