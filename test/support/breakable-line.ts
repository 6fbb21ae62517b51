import { connect, createServer, type Server, type Socket } from 'node:net'
import { listening } from './listening.ts'

/** A line between the app and PostgreSQL that can be cut: from the app's side the database is gone. */
export interface BreakableLine extends AsyncDisposable {
  /** Lays the line to that database; gives the address at this end. */
  readonly to: (url: string) => Promise<string>
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>
  /** As before, at the same address. */
  mend(): Promise<void>
  /** Nothing passes any more, and nobody is told: a host that froze, a firewall that swallows. */
  freeze(): void
}

/** A line that leads nowhere yet. */
export function breakableLine(): BreakableLine {
  const sockets = new Set<Socket>()
  let frozen = false
  let reach: () => Socket = () => {
    throw new Error('the line leads nowhere')
  }
  let port = 0

  const server: Server = createServer((near) => {
    const far = reach()
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => frozen || into.write(bytes))
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        into.destroy()
      })
    }
  })
  const close = async (): Promise<void> => {
    const closed = server.listening && new Promise((done) => server.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
  }

  return {
    async to(url) {
      // A socket's address has no host, which `URL` does not take.
      const address = new URL(url.replace('@/', '@localhost/'))
      const folder = address.searchParams.get('host')
      const { hostname } = address
      const farPort = Number(address.port || 5432)
      reach = () => (folder ? connect(`${folder}/.s.PGSQL.${farPort}`) : connect(farPort, hostname))
      const near = new URL(await listening(server))
      port = Number(near.port)
      address.searchParams.delete('host')
      const user = address.username ? `${address.username}:${address.password}@` : ''
      return `postgresql://${user}${near.host}${address.pathname}${address.search}`
    },
    cut: close,
    async mend() {
      frozen = false
      await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
    },
    freeze() {
      frozen = true
    },
    [Symbol.asyncDispose]: close,
  }
}
