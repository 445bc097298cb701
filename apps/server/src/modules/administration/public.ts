export { inviteAdministrator } from './operator';
export { PermissionUses } from './permission-uses';
