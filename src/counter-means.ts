import type { ComplaintWords, Office } from './bindings/index.ts'
import {
  type CounterMeans,
  loadCounterPolicy,
  loadSupplierConversations,
  loadSupplierWords,
} from './counter/index.ts'
import type { loadSurveys } from './pages/index.ts'

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
