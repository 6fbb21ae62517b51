import type { Issue } from '../cases/index.ts'
import type { Option, Reading } from '../dialogue/index.ts'
import { can, type OfficePerson, type UnitPlace } from '../people/index.ts'
import { askerWords, isUnitIssue, troubleWords } from '../supervision/index.ts'
import type { Kind } from './kind.ts'
import { wording } from './wording.ts'

/** Where the unit of an issue stands. */
const placeOf = ({ unitId, sectionId, regionId }: Issue): UnitPlace => ({
  id: unitId,
  regionId,
  ...(sectionId !== null && { sectionId }),
})

/** Whether the person may answer it: what a unit asks, its section answers. */
export const mayAnswer = (person: OfficePerson, issue: Issue): boolean =>
  can(person, isUnitIssue(issue) ? 'answer-unit' : 'answer-issue', { unit: placeOf(issue) })

const aboutOf = (issue: Issue): string =>
  wording.say('issue-about', {
    n: issue.id,
    party: askerWords(issue),
    trouble: troubleWords(issue),
  })

const optionOf = (issue: Issue): Option => ({ id: String(issue.id), label: aboutOf(issue) })

function readingOf(issue: Issue): Reading {
  const about = aboutOf(issue)
  const fields = { number: String(issue.id), about }
  return { kind: 'value', value: { value: issue.id, label: about, fields } }
}

/** An issue that is not closed, by its number, among those of the units the person may see. */
export const issue: Kind = {
  fields: ['number', 'about'],
  async read(from, _asked, _slots, look) {
    const said = 'option' in from ? from.option : 'text' in from ? from.text : from.raw
    if (typeof said !== 'string') return { kind: 'none' }
    const [digits] = /\d{1,9}/.exec(said) ?? []
    const found = (await look.issues()).find((one) => one.id === Number(digits))
    return found ? readingOf(found) : { kind: 'none' }
  },
  async suggest(_asked, _slots, look) {
    return (await look.issues()).map(optionOf)
  },
}

/** An issue that a unit the person speaks for asked its section; a closed one too: she may say that it is not solved. */
export const askedIssue: Kind = {
  fields: ['number', 'about'],
  async read(from, _asked, _slots, look) {
    const said = 'option' in from ? from.option : 'text' in from ? from.text : from.raw
    if (typeof said !== 'string') return { kind: 'none' }
    const [digits] = /\d{1,9}/.exec(said) ?? []
    const found = digits === undefined ? undefined : await look.askedIssue(Number(digits))
    return found ? readingOf(found) : { kind: 'none' }
  },
}
