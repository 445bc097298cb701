import type { MaskedPerson } from '@tongxing/contract';

/** A person as staff see one; masking happened at the server and is never undone here. */
export function Person({ person }: { readonly person: MaskedPerson }) {
  return (
    <span className="person">
      <span>{person.name}</span>
      <span className="quiet digits">{person.phone}</span>
      <span className="quiet digits">{person.document}</span>
    </span>
  );
}
