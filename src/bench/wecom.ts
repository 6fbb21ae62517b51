import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock, systemEntropy } from '../base/index.ts'
import { createFakeWecom, type FakeWecom } from '../simulator/fake-wecom/index.ts'
import type { Fetch } from '../wecom/index.ts'

/** The corp and app of the bench; nothing of it is real. */
export const BENCH_APP = {
  corpId: 'wwbench',
  agentId: '1000002',
  secret: 'secret-of-the-bench',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
} as const

/** WeCom as the bench plays it: the project's own fake, which refuses what WeCom refuses. */
export interface BenchWecom {
  /** Where the service finds the API. */
  readonly apiBase: string
  /** Members whose callbacks go to the service. */
  readonly members: FakeWecom
  /** Members whose callbacks go to the reference. */
  readonly reference: FakeWecom
  close(): Promise<void>
}

/** POST and GET over kept connections: the platform's fetch would cost more than what is measured. */
function leanFetch(agent: Agent): Fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const { method = 'GET', headers, signal, body } = init ?? {}
      const sent = request(
        url,
        {
          agent,
          method,
          headers: { ...Object.fromEntries(new Headers(headers)) },
          ...(signal && { signal }),
        },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () =>
            resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 500 })),
          )
        },
      )
      sent.on('error', reject)
      sent.end(typeof body === 'string' ? body : undefined)
    })
}

/** Opens WeCom's side: an API on a port of its own, and members who write to both programs alike. */
export async function openWecom(urls: {
  readonly service: string
  readonly reference: string
}): Promise<BenchWecom> {
  const agent = new Agent({ keepAlive: true })
  const fetch = leanFetch(agent)
  const of = (origin: string): FakeWecom =>
    createFakeWecom({
      ...BENCH_APP,
      clock: systemClock,
      entropy: systemEntropy,
      deliver: `${origin}/wecom/callback`,
      fetch,
    })
  const members = of(urls.service)
  const server = createServer((incoming, outgoing) => void members.handle(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a listening TCP server has one
  return {
    apiBase: `http://127.0.0.1:${port}`,
    members,
    reference: of(urls.reference),
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
