import type { Member, MemberRole } from '@tongxing/contract';
import type { Output } from '@tongxing/contract/client';
import { useServerSecond, useTimeWords } from '@tongxing/ui';
import { useCallback, useState } from 'react';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { useSubmit } from '../api/use-submit';
import { newId } from '../rights/new-id';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { AskTwice } from './AskTwice';
import { useMemberWords } from './words';

type People = Output<'GET /api/v1/own-venues/:id/members'>;
type Made = Output<'POST /api/v1/own-venues/:id/numbers'>;

/** `/m/venues/:id/people`: who inspects, the digits to become one, and handing over. */
export function PeoplePage({ id }: { readonly id: string }) {
  const { t } = useMemberWords();
  const [people, reload] = useLoad(useCallback(() => call('GET /api/v1/own-venues/:id/members', { params: { id } }), [id]));
  return (
    <Page title={t('members:people.title')} back={`/m/venues/${id}`}>
      {people.state === 'loading' && <Loading />}
      {people.state === 'failed' && <Failure error={people.error} onRetry={reload} />}
      {people.state === 'ready' && (
        <>
          <Inspectors venue={id} people={people.data} onChange={reload} />
          <NumberCard venue={id} purpose="inspector" people={people.data} />
          <NumberCard venue={id} purpose="manager" people={people.data} />
        </>
      )}
    </Page>
  );
}

function Inspectors({ venue, people, onChange }: { readonly venue: string; readonly people: People; readonly onChange: () => void }) {
  const { t } = useMemberWords();
  const inspectors = people.members.filter(({ role }) => role === 'inspector');
  return (
    <section className="card" aria-labelledby="inspectors">
      <h2 id="inspectors">{t('members:people.inspectors')}</h2>
      {inspectors.length === 0 && <p className="soft">{t('members:people.none')}</p>}
      <ul className="rows">
        {inspectors.map((member) => (
          <Inspector key={member.id} venue={venue} member={member} onChange={onChange} />
        ))}
      </ul>
      <button type="button" className="quiet" onClick={onChange}>
        {t('members:people.again')}
      </button>
    </section>
  );
}

function Inspector({ venue, member, onChange }: { readonly venue: string; readonly member: Member; readonly onChange: () => void }) {
  const { t } = useMemberWords();
  const { spoken } = useTimeWords();
  const submit = useSubmit();
  const unbind = () =>
    submit.run(async () => {
      await call('POST /api/v1/own-venues/:id/unbindings', { params: { id: venue }, body: { member: member.id } });
      onChange();
    });
  return (
    <li>
      <div className="member-row">
        <p className="row-title">{member.name}</p>
        <p className="soft">{t('members:people.since', { time: spoken(member.since) })}</p>
        <AskTwice
          label={t('members:people.unbind')}
          question={t('members:people.unbindAsk', { name: member.name })}
          isBusy={submit.isBusy}
          onYes={unbind}
        />
        <ProblemNote problem={submit.error} />
      </div>
    </li>
  );
}

function NumberCard({ venue, purpose: role, people }: { readonly venue: string; readonly purpose: MemberRole; readonly people: People }) {
  const { t } = useMemberWords();
  const { spoken } = useTimeWords();
  const submit = useSubmit();
  const [made, setMade] = useState<Made>();
  const now = useServerSecond();
  const before = people.numbers.find((number) => number.role === role);
  const make = () =>
    submit.run(async () => {
      setMade(await call('POST /api/v1/own-venues/:id/numbers', { params: { id: venue }, body: { id: newId(), role } }));
    });
  const isAlive = made !== undefined && Date.parse(made.expiresAt) > now;
  return (
    <section className="card" aria-labelledby={`number-${role}`}>
      <h2 id={`number-${role}`}>{t(`members:number.title.${role}`)}</h2>
      <p className="soft">{t(`members:number.what.${role}`)}</p>
      {isAlive && (
        <p className="venue-number digits" aria-live="polite">
          {made.number.slice(0, 3)} {made.number.slice(3)}
        </p>
      )}
      {isAlive && <p className="soft">{t('members:number.until', { time: spoken(made.expiresAt) })}</p>}
      {!isAlive && before !== undefined && <p className="soft">{t('members:number.before', { time: spoken(before.expiresAt) })}</p>}
      {role === 'manager' && !isAlive ? (
        <AskTwice label={t('members:number.make.manager')} question={t('members:number.ask')} isBusy={submit.isBusy} onYes={make} />
      ) : (
        <button type="button" className="button" disabled={submit.isBusy} onClick={make}>
          {t(isAlive ? 'members:number.renew' : 'members:number.make.inspector')}
        </button>
      )}
      <ProblemNote problem={submit.error} />
    </section>
  );
}
