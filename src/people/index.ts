/** Floor 3: people, their roles by the day, and what these allow. */
export { type Contact, contactsOf } from './contacts.ts'
export {
  bureauLeaders,
  type Holder,
  holdersOf,
  staffOf,
  unitPeople,
} from './holders.ts'
export {
  findPerson,
  type HeldRole,
  type OfficePerson,
  personIn,
  personJson,
  ROLES,
  type RoleName,
} from './person.ts'
export { type Act, can, type Thing } from './rights.ts'
export { covers, type Scope, scopeOf, type UnitPlace, unitInScope } from './scope.ts'
export { sectionOf, type UnitName, unitsOf } from './unit.ts'
