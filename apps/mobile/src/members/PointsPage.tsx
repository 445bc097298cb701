import { formatVenueCode } from '@tongxing/codes';
import { POINT_KINDS, type Point, type PointKind } from '@tongxing/contract';
import { DIRECTIONS, type Direction } from '@tongxing/rules';
import { type FormEvent, useId, useState } from 'react';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { newId } from '../rights/new-id';
import { Failure, ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { useOwnVenue } from './use-own-venue';
import { useMemberWords } from './words';

type Editing = 'nothing' | 'new' | Point;

/** `/m/venues/:id/points`: gates and venues inside, each with a code of its own. */
export function PointsPage({ id }: { readonly id: string }) {
  const { t } = useMemberWords();
  const [own, reload] = useOwnVenue(id);
  const [editing, setEditing] = useState<Editing>('nothing');
  const done = () => {
    setEditing('nothing');
    reload();
  };
  if (editing !== 'nothing')
    return <PointForm venue={id} point={editing === 'new' ? undefined : editing} onBack={() => setEditing('nothing')} onDone={done} />;
  const foot = (
    <button type="button" className="button button-main" onClick={() => setEditing('new')}>
      {t('members:points.add')}
    </button>
  );
  return (
    <Page title={t('members:points.title')} back={`/m/venues/${id}`} foot={foot}>
      <p className="soft">{t('members:points.what')}</p>
      {own.state === 'loading' && <Loading />}
      {own.state === 'failed' && <Failure error={own.error} onRetry={reload} />}
      {own.state === 'ready' && own.data.points.length === 0 && <p>{t('members:points.none')}</p>}
      {own.state === 'ready' &&
        own.data.points.map((point) => <PointCard key={point.id} point={point} onChange={() => setEditing(point)} />)}
    </Page>
  );
}

function PointCard({ point, onChange }: { readonly point: Point; readonly onChange: () => void }) {
  const { t } = useMemberWords();
  return (
    <section className="card">
      <h2>{point.name}</h2>
      <p className="soft">
        {t(`members:points.kind.${point.kind}`)} · {t(`members:points.directions.${point.directions}`)}
        {point.state !== 'active' && ` · ${t(`words:venueState.${point.state}`)}`}
      </p>
      <p className="digits">{formatVenueCode(point.code)}</p>
      <button type="button" className="button" onClick={onChange}>
        {t('members:points.change')}
      </button>
    </section>
  );
}

interface PointFormProps {
  readonly venue: string;
  /** Undefined for a new one. */
  readonly point: Point | undefined;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

function PointForm({ venue, point, onBack, onDone }: PointFormProps) {
  const { t } = useMemberWords();
  const form = useId();
  const [id] = useState(newId);
  const [kind, setKind] = useState<PointKind>(point?.kind ?? 'checkpoint');
  const [name, setName] = useState(point?.name ?? '');
  const [directions, setDirections] = useState<Direction>(point?.directions ?? 'both');
  const [isOpen, setOpen] = useState(point === undefined || point.state === 'active');
  const submit = useSubmit();
  const isFull = name.trim() !== '' && !submit.isBusy;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isFull) return;
    submit.run(async () => {
      const params = { id: venue };
      const fields = { name: name.trim(), directions };
      if (point === undefined) await call('POST /api/v1/own-venues/:id/points', { params, body: { id, kind, ...fields } });
      else await call('POST /api/v1/own-venues/:id/point-changes', { params, body: { point: point.id, isOpen, ...fields } });
      onDone();
    });
  };
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!isFull}>
      {t('members:points.save')}
    </button>
  );
  return (
    <Page title={t(point === undefined ? 'members:points.add' : 'members:points.change')} back={onBack} foot={foot}>
      <form id={form} onSubmit={send} noValidate>
        {point === undefined && (
          <Choice
            legend={t('members:points.kindAsk')}
            values={POINT_KINDS}
            value={kind}
            label={(one) => t(`members:points.kind.${one}`)}
            onChange={setKind}
          />
        )}
        <Field
          label={t('members:points.name')}
          name="name"
          maxLength={20}
          value={name}
          onChange={setName}
          hint={t(`members:points.nameHint.${kind}`)}
          error={submit.error?.fields.name}
        />
        <Choice
          legend={t('members:points.directionsAsk')}
          values={DIRECTIONS}
          value={directions}
          label={(one) => t(`members:points.directions.${one}`)}
          onChange={setDirections}
        />
        {point !== undefined && (
          <label className="tick">
            <input type="checkbox" checked={isOpen} onChange={(event) => setOpen(event.target.checked)} />
            <span>
              {t('members:points.isOpen')}
              <small className="soft">{t('members:points.isOpenWhat')}</small>
            </span>
          </label>
        )}
      </form>
      <ProblemNote problem={submit.error} />
    </Page>
  );
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly values: readonly T[];
  readonly value: T;
  readonly label: (value: T) => string;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ legend, values, value, label, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {values.map((one) => (
        <label key={one}>
          <input type="radio" name={name} checked={value === one} onChange={() => onChange(one)} />
          <span>{label(one)}</span>
        </label>
      ))}
    </fieldset>
  );
}
