import type { ComplaintWords, Office } from './bindings/index.ts'
import {
  type Contacts,
  type CounterMeans,
  loadCounterPolicy,
  loadSupplierConversations,
  loadSupplierWords,
  openContacts,
} from './counter/index.ts'
import type { loadSurveys } from './pages/index.ts'
import type { WecomClient } from './wecom/index.ts'

/** What only the running service has. */
type Running = Pick<CounterMeans, 'boss' | 'database' | 'clock' | 'log' | 'kf' | 'wake'>

/** What 微信客服 stands on, read from its files; undefined without an account. Throws MistakesError with file:line:column. */
export function counterOf(
  office: Office,
  openKfId: string | undefined,
  running: Running,
  {
    surveys,
    complaints,
  }: {
    readonly surveys: ReturnType<typeof loadSurveys>
    readonly complaints: ComplaintWords
  },
): CounterMeans | undefined {
  if (openKfId === undefined) return undefined
  return {
    openKfId,
    ...office,
    ...running,
    complaints,
    dialogues: loadSupplierConversations(),
    words: loadSupplierWords(),
    policy: loadCounterPolicy(),
    surveyTitle: (occasion) => surveys.get(occasion)?.title ?? '',
  }
}

/** Parties as external contacts, on the settings of the same file. Throws MistakesError with file:line:column. */
export function contactsOf(
  office: Pick<Office, 'entropy' | 'publicOrigin'>,
  running: Omit<Running, 'kf'> & Pick<WecomClient, 'contacts'>,
  surveys: ReturnType<typeof loadSurveys>,
): Contacts {
  return openContacts({
    ...office,
    ...running,
    client: running.contacts,
    policy: loadCounterPolicy(),
    surveyTitle: (occasion) => surveys.get(occasion)?.title ?? '',
  })
}
