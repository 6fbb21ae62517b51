import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { projectRoot } from '../base/index.ts'

/** A program of the bench in a process of its own. */
export interface Program {
  readonly child: ChildProcess
  readonly pid: number
  /** Milliseconds from its start until it answered. */
  readonly readyAfter: number
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>
}

/** How to start one. */
export interface Starting {
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Where its output goes. */
  readonly log: string
  /** What answers 200 once it is ready. */
  readonly ready: string
}

const START_LIMIT_MS = 60_000

/** Starts a program and waits until it answers. Throws when it ends or stays silent. */
export async function startProgram(starting: Starting): Promise<Program> {
  const from = performance.now()
  const { child, ended } = launch(starting)
  while ((await statusOf(starting.ready)) === undefined) {
    if (child.exitCode !== null || performance.now() - from > START_LIMIT_MS) {
      child.kill('SIGKILL')
      throw new Error(`${starting.command.join(' ')} did not start: see ${starting.log}`)
    }
    await pause(10)
  }
  const readyAfter = performance.now() - from
  return {
    child,
    pid: child.pid ?? 0,
    readyAfter,
    async stop() {
      child.kill('SIGTERM')
      await ended
      // Under npm the server ends by itself a moment later.
      while ((await statusOf(starting.ready)) !== undefined) await pause(20)
    },
  }
}

/** Runs a command to its end. Throws when it fails. */
export async function runProgram(starting: Omit<Starting, 'ready'>): Promise<void> {
  const { child, ended } = launch(starting)
  await ended
  if (child.exitCode !== 0) {
    throw new Error(`${starting.command.join(' ')} failed: see ${starting.log}`)
  }
}

function launch({ command, env, log }: Omit<Starting, 'ready'>) {
  const [program = '', ...args] = command
  const output = openSync(log, 'a')
  const child = spawn(program, args, {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output, 'ipc'],
  })
  closeSync(output)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return { child, ended }
}

/** The status of an answer; undefined when nobody answers, or not yet with 200. */
async function statusOf(url: string): Promise<number | undefined> {
  try {
    const answer = await fetch(url, { headers: { connection: 'close' } })
    await answer.arrayBuffer()
    return answer.status === 404 || answer.ok ? answer.status : undefined
  } catch {
    return undefined
  }
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a listening TCP server has one
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The script of the bench with that name, run from source. */
export const benchScript = (name: string): string => join(projectRoot, 'src', 'bench', name)
