import type { ActView, ClockView, LiveView, PhoneView, StartView, SupplierView } from '../views.ts'

/** What a call came to. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number }

const API = '/simulator/api'

async function call<T>(path: string, init?: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(`${API}${path}`, init)
    if (!response.ok) return { ok: false, status: response.status }
    const value = (await response.json()) as T // our own server, of the same build
    return { ok: true, value }
  } catch {
    return { ok: false, status: 0 }
  }
}

const post = <T>(path: string, body: unknown): Promise<Answer<T>> =>
  call<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** The simulator's server. Status 0 means that nothing answered. */
export const server = {
  start: () => call<StartView>('/start'),
  suppliers: () => call<SupplierView[]>('/suppliers'),
  phone: (userid: string) => call<PhoneView>(`/phones/${encodeURIComponent(userid)}`),
  enter: (userid: string) => post<ActView>('/enter', { userid }),
  say: (userid: string, text: string) => post<ActView>('/say', { userid, text }),
  voice: (userid: string) => post<ActView>('/voice', { userid }),
  tap: (
    userid: string,
    taskId: string,
    key: string,
    selected: Readonly<Record<string, readonly string[]>>,
  ) => post<ActView>('/tap', { userid, taskId, key, selected }),
  picture: (userid: string, file: Blob) =>
    call<ActView>(`/picture/${encodeURIComponent(userid)}`, {
      method: 'POST',
      headers: { 'content-type': file.type },
      body: file,
    }),
  moveClock: (to: Date) => post<ClockView>('/clock', { to: to.toISOString() }),
  pictureUrl: (mediaId: string) => `${API}/pictures/${encodeURIComponent(mediaId)}`,
} as const

/** Everything that happens, as it happens; `connected` tells when the line breaks and when it is back. */
export function listen(handlers: {
  readonly happened: (view: LiveView) => void
  readonly connected: (yes: boolean) => void
}): void {
  const events = new EventSource(`${API}/events`)
  events.onopen = () => handlers.connected(true)
  events.onerror = () => {
    handlers.connected(false)
    // A refused reconnection ends an EventSource for good: then a new one is due.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(handlers), 2_000)
  }
  events.onmessage = (event) => handlers.happened(JSON.parse(String(event.data)) as LiveView) // as above
}
