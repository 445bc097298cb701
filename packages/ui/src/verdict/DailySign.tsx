import { useTranslation } from 'react-i18next';
import { useServerSecond } from '../system/use-server-second';
import { type SignFigure, signFigure } from './sign-figure';

function petalPath(form: SignFigure['petal']): string {
  if (form === 'leaf') return 'M50 6 Q63 20 50 34 Q37 20 50 6 Z';
  if (form === 'diamond') return 'M50 6 L59 19 L50 32 L41 19 Z';
  return 'M50 9 A10 10 0 1 1 49.9 9 Z';
}

function corePoints(sides: number): string {
  const corner = (index: number) => {
    const angle = (index / sides) * 2 * Math.PI - Math.PI / 2;
    return `${(50 + 12 * Math.cos(angle)).toFixed(2)},${(50 + 12 * Math.sin(angle)).toFixed(2)}`;
  };
  return Array.from({ length: sides }, (_, index) => corner(index)).join(' ');
}

/**
 * The small figure that changes by venue and day and moves by the second, the same on phone and door.
 * With reduced motion it steps once a second instead of gliding.
 */
export function DailySign({ sign }: { readonly sign: string }) {
  const { t } = useTranslation('words');
  const figure = signFigure(sign, useServerSecond() / 1000);
  const path = petalPath(figure.petal);
  const angles = Array.from({ length: figure.petals }, (_, index) => (index * 360) / figure.petals);
  return (
    <svg className="tx-sign" viewBox="0 0 100 100" role="img" aria-label={t('sign')}>
      <g style={{ transform: `rotate(${figure.outerTurn}deg)` }}>
        {angles.map((angle, index) => (
          <path
            key={angle}
            className="tx-sign-petal"
            data-lit={figure.lit.includes(index) || undefined}
            d={path}
            transform={`rotate(${angle} 50 50)`}
          />
        ))}
      </g>
      <g style={{ transform: `rotate(${figure.coreTurn}deg)` }}>
        <polygon className="tx-sign-core" points={corePoints(figure.coreSides)} />
      </g>
    </svg>
  );
}
