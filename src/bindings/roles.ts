import type { OfficePerson, RoleName } from '../people/index.ts'

/** Whom a dialogue file may be open to. */
export const DIALOGUE_ROLES = ['liaison', 'section', 'office', 'leader'] as const

/** A role of a dialogue file. */
export type DialogueRole = (typeof DIALOGUE_ROLES)[number]

const ROLE_OF: Readonly<Record<RoleName, DialogueRole>> = {
  LIAISON: 'liaison',
  FINANCE_HEAD: 'leader',
  UNIT_LEADER: 'leader',
  SECTION_STAFF: 'section',
  PROCUREMENT_OFFICE: 'section',
  BUREAU_LEADER: 'leader',
  ADMIN: 'office',
  AUDITOR: 'office',
}

/** What a person may take part in. */
export function dialogueRoles(person: OfficePerson): DialogueRole[] {
  return [...new Set(person.roles.map((held) => ROLE_OF[held.role]))]
}

/** Texts about the person for every sentence. A unit without a section in charge is told of the bureau. */
export function fillingOf(
  person: OfficePerson,
  anySection: string,
): Readonly<Record<string, string>> {
  const unit = person.roles.find((held) => held.unitName !== undefined)
  const section = person.roles.find((held) => held.sectionName !== undefined)
  return {
    'person.name': person.name,
    'unit.name': unit?.unitName ?? section?.sectionName ?? '',
    'section.name': unit?.chargeName ?? section?.sectionName ?? anySection,
  }
}
