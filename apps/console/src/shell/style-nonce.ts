/** This page's nonce, written into index.html by the server; empty in development, where no policy is set. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** Style sheets are text: written as text they need no trusted type, which the policy lets nobody make. */
function takeTextOnly(style: HTMLStyleElement): void {
  Object.defineProperty(style, 'innerHTML', {
    get: () => style.textContent,
    set: (rules: string) => {
      style.textContent = rules;
    },
  });
}

/**
 * Makes the style elements that scripts create fit the policy. antd takes a nonce for its own styles, but parts below
 * it (scroll lock of drawers, scroll bar measuring) make style elements without one, and all of them fill theirs as if
 * it were markup; the policy refuses both. Markup that an attacker got into the page does not pass here and stays
 * refused. Call once, before the first drawing.
 */
export function fitOwnStyles(): void {
  if (styleNonce === '') return;
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) {
      element.nonce = styleNonce;
      takeTextOnly(element);
    }
    return element;
  };
}
