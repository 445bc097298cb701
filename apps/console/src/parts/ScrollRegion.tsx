import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ScrollRegionProps {
  /** Names the region to whoever cannot see it. */
  readonly label: string;
  readonly children: ReactNode;
}

interface Hidden {
  readonly before: boolean;
  readonly after: boolean;
}

const NOTHING: Hidden = { before: false, after: false };

/** What lies outside of the view on either side; widths come in fractions of a pixel. */
function hiddenIn({ scrollLeft, scrollWidth, clientWidth }: HTMLElement): Hidden {
  return { before: scrollLeft > 1, after: scrollLeft + clientWidth < scrollWidth - 1 };
}

/**
 * Holds what may be wider than the page. While it is, the keyboard reaches it and the arrow keys scroll it, a line says
 * so, and the side with more is shaded.
 */
export function ScrollRegion({ label, children }: ScrollRegionProps) {
  const { t } = useTranslation();
  const area = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(NOTHING);
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    const measure = () => {
      const next = hiddenIn(element);
      setHidden((before) => (before.before === next.before && before.after === next.after ? before : next));
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    if (content.current !== null) watcher.observe(content.current);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      watcher.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  const canScroll = hidden.before || hidden.after;
  return (
    <div className="scroll" data-before={hidden.before || undefined} data-after={hidden.after || undefined}>
      {canScroll && <p className="scroll-hint quiet">{t('list.scroll')}</p>}
      <section ref={area} className="scroll-area" aria-label={label} {...(canScroll ? { tabIndex: 0 } : {})}>
        <div ref={content} className="scroll-content">
          {children}
        </div>
      </section>
    </div>
  );
}
