import type { FormValues, StepName } from './form-values';
import { useApplicationWords } from './words';

/** Everything said back, each part with the way to change it. */
export function Summary({ values, onStep }: { readonly values: FormValues; readonly onStep: (step: StepName) => void }) {
  const { t } = useApplicationWords();
  const { location, class: venueClass } = values;
  const parts: readonly (readonly [StepName, readonly string[]])[] = [
    ['place', [values.name, venueClass === '' ? '' : t(`words:venueClass.${venueClass}`)]],
    ['subject', [t(`words:subjectKind.${values.subjectKind}`), values.subjectName, values.subjectNumber]],
    ['division', [values.divisionPath]],
    [
      'address',
      [
        values.address,
        location === undefined
          ? t('applications:check.needLocation')
          : t('applications:address.done', { metres: Math.round(location.accuracyM) }),
      ],
    ],
    ['contact', [values.contactName, values.contactPhone]],
  ];
  return (
    <ul className="rows">
      {parts.map(([step, lines]) => (
        <li key={step} className="application-part">
          <div className="row-main">
            <p className="soft">{t(`applications:${step}.title`)}</p>
            {lines.map((line) => (
              <p key={line} className="application-said">
                {line}
              </p>
            ))}
          </div>
          <button
            type="button"
            className="quiet"
            aria-label={`${t('applications:check.change')} ${t(`applications:${step}.title`)}`}
            onClick={() => onStep(step)}
          >
            {t('applications:check.change')}
          </button>
        </li>
      ))}
    </ul>
  );
}
