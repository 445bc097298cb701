import { ADVICE, DIRECTIONS, EVIDENCE_GRADES, REASON_CODES, SCAN_METHODS, VERDICTS } from '@tongxing/rules';
import { expect, it } from 'vitest';

it('the small numbers already on disk keep their meaning: vocabularies only grow at their end', async () => {
  const codes = {
    verdict: VERDICTS,
    advice: ADVICE,
    evidence: EVIDENCE_GRADES,
    method: SCAN_METHODS,
    direction: DIRECTIONS,
    reason: REASON_CODES,
  };
  const text = Object.entries(codes).map(([name, words]) => words.map((word, number) => `${name} ${number} ${word}`).join('\n'));
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('../db/visit-codes.txt');
});
