import type { RoleName } from '../people/index.ts'
import type { OfficeMember } from './ports.ts'
import { GROUPS, type Group, type PersonView } from './views.ts'
import type { SimulatorWording } from './wording.ts'

const GROUP_OF: Readonly<Record<RoleName, Group>> = {
  LIAISON: 'liaison',
  SECTION_STAFF: 'section',
  PROCUREMENT_OFFICE: 'section',
  UNIT_LEADER: 'leader',
  BUREAU_LEADER: 'leader',
  FINANCE_HEAD: 'other',
  ADMIN: 'other',
  AUDITOR: 'other',
}

/** Somebody of the corp whom the office does not know. No account of an office looks like this. */
const STRANGER = 'not-in-the-office'

/** The people to choose from, in the order of their groups, each once, and one whom the office does not know. */
export function peopleToChoose(
  members: readonly OfficeMember[],
  say: SimulatorWording['say'],
): PersonView[] {
  const seen = new Set<string>()
  const people = members.flatMap((member): PersonView[] => {
    const userid = member.userid.toLowerCase()
    if (seen.has(userid)) return []
    seen.add(userid)
    const { name, place } = member
    return [{ userid, name, place, group: GROUP_OF[member.role], role: say(`role-${member.role}`) }]
  })
  const stranger: PersonView = {
    userid: STRANGER,
    name: say('stranger-name'),
    group: 'stranger',
    role: say('stranger-role'),
    place: '',
  }
  return [...people, stranger].sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group))
}
