import { GateMark } from '@tongxing/ui';
import type { ReactNode } from 'react';

/** Nothing is here yet, and what to do about it. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return (
    <div className="blank blank-empty">
      <GateMark />
      {children}
    </div>
  );
}
