import { createServer, type Server } from 'node:http'
import type { AddressInfo, Server as TcpServer } from 'node:net'

/** Listens on a free port of this machine and gives the origin. */
export async function listening(server: TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

/** Closes the server and whatever is still connected. */
export async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  const origin = await listening(probe)
  await closed(probe)
  return Number(new URL(origin).port)
}
