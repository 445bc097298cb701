/** This page's nonce, written into index.html by the server; empty in development, where no policy is set. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/**
 * Gives the nonce to every style element that script creates. antd takes a nonce for its own styles, but parts below
 * it (scroll lock of drawers, scroll bar measuring) make style elements without one, which the policy refuses. Markup
 * that an attacker got into the page does not pass here and stays refused. Call once, before the first drawing.
 */
export function nonceOwnStyles(): void {
  if (styleNonce === '') return;
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = styleNonce;
    return element;
  };
}
