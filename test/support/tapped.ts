import type { TestOffice } from './office.ts'

/** The card that somebody's phone shows last; throws when it shows none. */
export function lastCard(office: TestOffice, userid: string) {
  const card = office.fake.phone(userid).findLast((item) => item.kind === 'card')
  if (card?.kind !== 'card' || !card.taskId) throw new Error(`${userid} sees no card`)
  return { ...card, taskId: card.taskId }
}

/** What the app said to somebody in words, oldest first. */
export function textsTo(office: TestOffice, userid: string): string[] {
  return office.fake
    .phone(userid)
    .flatMap((item) => (item.from === 'app' && item.kind !== 'card' ? [item.text] : []))
}
