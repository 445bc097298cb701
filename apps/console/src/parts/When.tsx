import { useTimeWords } from '@tongxing/ui';

/** A moment as people say it, with the exact one on hover and for machines; a dash when it has not come. */
export function When({ at }: { readonly at: string | null }) {
  const { spoken, exact } = useTimeWords();
  if (at === null) return <span className="quiet">—</span>;
  return (
    <time className="when" dateTime={at} title={exact(at)}>
      {spoken(at)}
    </time>
  );
}
