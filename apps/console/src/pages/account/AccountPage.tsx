import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../parts/PageFrame';
import { useAccount } from '../../session/session';
import { PasswordCard } from './PasswordCard';
import { SecondFactorCard } from './SecondFactorCard';
import { SessionsCard } from './SessionsCard';

/** The own account: how it is proved who works here, and where it is signed in. */
export default function AccountPage() {
  const { t } = useTranslation();
  const { displayName, username } = useAccount();
  return (
    <PageFrame title={t('account.title')} intro={t('account.intro', { displayName, username })}>
      <div className="two-columns account-columns">
        <SecondFactorCard />
        <PasswordCard />
      </div>
      <SessionsCard />
    </PageFrame>
  );
}
