import { Refusal, refuseField } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import type { Administration, Asker } from './accounts';
import { requireOwnDivision } from './areas';
import {
  type FunctionalAreaContent,
  type FunctionalAreaRow,
  findFunctionalArea,
  insertFunctionalArea,
  updateFunctionalArea,
} from './areas-store';

/** Sorted and each once. @throws {Refusal} naming a township that is not there, or lies outside the division. */
function checkTownships({ divisions }: Administration, divisionCode: string, townships: readonly string[]): string[] {
  const wrong = townships.findIndex((code) => !divisions.has(code) || !code.startsWith(divisionCode));
  if (wrong >= 0) throw refuseField(`townships.${wrong}`, 'division_unknown');
  return [...new Set(townships)].sort();
}

function isAsWanted(area: FunctionalAreaRow, { nameZh, nameEn, townships }: FunctionalAreaContent): boolean {
  return area.nameZh === nameZh && area.nameEn === nameEn && area.townships.join() === townships.join();
}

export interface NewFunctionalArea extends FunctionalAreaContent {
  readonly id: string;
  readonly divisionCode: string;
}

export async function createFunctionalArea(
  context: Administration,
  { staff, requestId }: Asker,
  { id, divisionCode, nameZh, nameEn, townships }: NewFunctionalArea,
): Promise<FunctionalAreaRow> {
  requireOwnDivision(context.divisions, staff, divisionCode, 'divisionCode');
  const content = { nameZh, nameEn, townships: checkTownships(context, divisionCode, townships) };
  return context.db.transaction().execute(async (tx) => {
    const isNew = await insertFunctionalArea(tx, { ...content, publicId: id, areaCode: divisionCode }, new Date(context.clock.now()));
    const made = await findFunctionalArea(tx, staff, id);
    if (made === undefined || made.areaCode !== divisionCode || !isAsWanted(made, content)) throw new Refusal('STATE_CONFLICT');
    const after = { divisionCode, ...content };
    if (isNew)
      await recordAudit(tx, { actor: staff, action: 'functional_area.create', subject: `functional_area:${id}`, after, requestId });
    return made;
  });
}

export interface FunctionalAreaEdit extends FunctionalAreaContent {
  readonly reason: string;
  readonly version: number;
}

export async function editFunctionalArea(
  context: Administration,
  { staff, requestId }: Asker,
  id: string,
  { nameZh, nameEn, townships, reason, version }: FunctionalAreaEdit,
): Promise<FunctionalAreaRow> {
  return context.db.transaction().execute(async (tx) => {
    const area = await findFunctionalArea(tx, staff, id);
    if (area === undefined) throw new Refusal('NOT_FOUND');
    const after = { nameZh, nameEn, townships: checkTownships(context, area.areaCode, townships) };
    if (isAsWanted(area, after)) return area;
    if (!(await updateFunctionalArea(tx, { id: area.id, version }, after))) throw new Refusal('STATE_CONFLICT');
    const before = { nameZh: area.nameZh, nameEn: area.nameEn, townships: area.townships };
    const subject = `functional_area:${id}`;
    await recordAudit(tx, { actor: staff, action: 'functional_area.edit', subject, reason, before, after, requestId });
    return (await findFunctionalArea(tx, staff, id)) ?? area;
  });
}
