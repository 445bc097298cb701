import type { PrivacyNotice } from '@tongxing/contract';

/** The sections of the privacy notice. */
export function NoticeText({ notice }: { readonly notice: PrivacyNotice }) {
  return (
    <dl className="consent">
      {notice.sections.map(({ id, title, paragraphs }) => (
        <div key={id}>
          <dt>{title}</dt>
          {paragraphs.map((paragraph) => (
            <dd key={paragraph}>{paragraph}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
