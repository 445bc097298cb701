import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

type TagColour = 'default' | 'processing' | 'success' | 'warning' | 'error';

/** States in the tone they have for the person at the desk; colour only where somebody must act. */
const TONES: Readonly<Record<string, Readonly<Record<string, TagColour>>>> = {
  warningState: { open: 'warning', acknowledged: 'default' },
  incidentState: { reported: 'error', dispatched: 'warning', on_site: 'processing', handed_over: 'processing', closed: 'default' },
  traceState: { requested: 'warning', approved: 'processing', refused: 'default', completed: 'success' },
  evidenceState: {
    to_confirm: 'warning',
    confirmed: 'success',
    refused: 'default',
    withdrawal_requested: 'warning',
    withdrawn: 'default',
    lapsed: 'default',
  },
  venueState: { active: 'success', suspended: 'warning', replaced: 'default', retired: 'default' },
  applicationState: { submitted: 'warning', returned: 'processing', refused: 'default', withdrawn: 'default', issued: 'success' },
  staffState: { waiting: 'warning', invited: 'processing', active: 'success', suspended: 'default' },
  rightsRequestState: {
    open: 'warning',
    waiting: 'processing',
    granted: 'success',
    partly: 'success',
    refused: 'default',
    withdrawn: 'default',
  },
  legalOrderState: { coming: 'processing', in_force: 'success', expired: 'error' },
  regime: { normal: 'success', risk_areas: 'error' },
  riskLevel: { low: 'default', medium: 'warning', high: 'error' },
  colour: { green: 'success', yellow: 'warning', red: 'error' },
};

interface StateTagProps {
  readonly of:
    | 'warningState'
    | 'warningKind'
    | 'incidentState'
    | 'traceState'
    | 'evidenceState'
    | 'venueState'
    | 'applicationState'
    | 'rightsRequestState'
    | 'legalOrderState'
    | 'staffState'
    | 'regime'
    | 'riskLevel'
    | 'colour';
  readonly value: string;
}

/** A word of the shared vocabulary as a tag. */
export function StateTag({ of, value }: StateTagProps) {
  const { t } = useTranslation();
  return (
    <Tag className="state-tag" color={TONES[of]?.[value] ?? 'default'}>
      {t(`words:${of}.${value}`)}
    </Tag>
  );
}

/** The reasons of a verdict in words, the deciding one first. */
export function Reasons({ codes }: { readonly codes: readonly string[] }) {
  const { t } = useTranslation();
  return <span className="reasons">{codes.map((code) => t(`words:reason.${code}`)).join(t('list.separator'))}</span>;
}
