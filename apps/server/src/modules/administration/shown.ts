import type { FunctionalArea, Role, RoleRef, StaffAccount } from '@tongxing/contract';
import type { Staff } from '../../platform/http/principals';
import type { Language } from '../../platform/i18n';
import { coversDivision } from '../area';
import type { Divisions } from '../regions/public';
import type { AccountRow, RoleColumns } from './accounts-store';
import { areaName, areaOf } from './areas';
import type { FunctionalAreaRow } from './areas-store';
import type { RoleRow } from './roles-store';

/** Rows as an administrator sees them, in a language. */
export class Shown {
  constructor(
    private readonly divisions: Divisions,
    private readonly staff: Staff,
    private readonly language: Language,
  ) {}

  account(row: AccountRow): StaffAccount {
    return {
      id: row.publicId,
      username: row.username,
      displayName: row.displayName,
      role: this.roleRef(row.role),
      proposedRole: this.roleRef(row.proposedRole),
      area: areaOf(row),
      areaName: areaName(row, this.divisions, this.language),
      state: row.state,
      roleSince: row.roleSince.toISOString(),
      lastSignedInAt: row.lastSignedInAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      isOwn: row.id === this.staff.staffId,
      version: row.version,
    };
  }

  role(row: RoleRow): Role {
    const { publicId, name, titleZh, titleEn, permissions, exportQuota, areaCode, accounts, version } = row;
    return {
      id: publicId,
      name,
      title: this.title(row),
      titleZh,
      titleEn,
      permissions,
      exportQuota,
      division: areaCode === null ? null : this.divisions.named(areaCode, this.language),
      isOwn: areaCode !== null && coversDivision(this.staff, areaCode),
      accounts,
      version,
    };
  }

  functionalArea(row: FunctionalAreaRow): FunctionalArea {
    return {
      id: row.publicId,
      name: this.language === 'en' ? row.nameEn : row.nameZh,
      nameZh: row.nameZh,
      nameEn: row.nameEn,
      division: this.divisions.named(row.areaCode, this.language),
      townships: row.townships.map((code) => this.divisions.named(code, this.language)),
      accounts: row.accounts,
      version: row.version,
    };
  }

  private roleRef(role: RoleColumns | null): RoleRef | null {
    return role === null ? null : { id: role.publicId, name: role.name, title: this.title(role) };
  }

  private title({ titleZh, titleEn }: Pick<RoleColumns, 'titleZh' | 'titleEn'>): string | null {
    return this.language === 'en' ? titleEn : titleZh;
  }
}
