import type { Regime } from '@tongxing/rules';
import type { Division } from '../../parts/DivisionPicker';

/** A switch as filled in, before anybody confirmed it. */
export interface SwitchDraft {
  readonly division: Division;
  readonly regime: Regime;
  readonly noticeNumber: string;
  readonly title: string;
}
