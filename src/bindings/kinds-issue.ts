import type { Issue } from '../cases/index.ts'
import type { Option, Reading } from '../dialogue/index.ts'
import type { UnitPlace } from '../people/index.ts'
import { askerWords, troubleWords } from '../supervision/index.ts'
import type { Kind } from './kind.ts'
import { wording } from './wording.ts'

/** Where the unit of an issue stands. */
export const placeOf = ({ unitId, sectionId, regionId }: Issue): UnitPlace => ({
  id: unitId,
  regionId,
  ...(sectionId !== null && { sectionId }),
})

const aboutOf = (issue: Issue): string =>
  wording.say('issue-about', {
    n: issue.id,
    party: askerWords(issue),
    trouble: troubleWords(issue.kind),
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
