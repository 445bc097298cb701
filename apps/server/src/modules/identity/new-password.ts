import { MOST_USED_PASSWORDS } from '../../platform/crypto/most-used-passwords';
import { refuseField } from '../../platform/http/refusal';

/** As two passwords are compared: in the form they are hashed in, whatever the case. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/**
 * Whether a password may be chosen. Its length is in the contract; there are no rules about kinds of characters: they
 * make passwords that machines guess and people forget (NIST SP 800-63B-4 §3.1.1.2).
 * @throws {Refusal} INVALID_REQUEST naming `password`: among the most used ones, or the user name.
 */
export function checkNewPassword(password: string, username: string): void {
  if (plain(password) === plain(username)) throw refuseField('password', 'same_as_username');
  if (MOST_USED_PASSWORDS.has(plain(password))) throw refuseField('password', 'too_common');
}
