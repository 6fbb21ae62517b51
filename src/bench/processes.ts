import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPostmaster } from '../db/embedded/postmaster.ts'

/** Clock ticks a second in /proc (USER_HZ, 100 on every Linux). */
const TICKS = 100

/** A process and all that descend from it. Linux only: empty elsewhere. */
export function family(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const pid of pids()) {
    const parent = Number(stat(pid)?.[1])
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const found: number[] = []
  const walk = (pid: number): void => {
    found.push(pid)
    for (const child of children.get(pid) ?? []) walk(child)
  }
  if (stat(root)) walk(root)
  return found
}

/** The embedded PostgreSQL of a data folder, as long as it runs. */
export function postgresProcesses(dataDir: string): number[] {
  const server = readPostmaster(join(dataDir, 'postgres'))
  return server ? family(server.pid) : []
}

/** Megabytes of memory, shared pages counted proportionally (PSS). Undefined where /proc does not say. */
export function memoryOf(processes: readonly number[]): number | undefined {
  const kilobytes = processes.flatMap((pid) => {
    const text = read(`/proc/${pid}/smaps_rollup`)
    return text === undefined ? [] : [Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)]
  })
  if (kilobytes.length === 0) return undefined
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024
}

/** Milliseconds of processor time that the processes have used; those that ended meanwhile are not in it. */
export function processorTime(processes: readonly number[]): number {
  const ticks = processes.map((pid) => {
    const fields = stat(pid) ?? []
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  })
  return (ticks.reduce((sum, one) => sum + one, 0) * 1000) / TICKS
}

function pids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Boolean)
  } catch {
    return []
  }
}

/** The fields of /proc/PID/stat after the name: state, parent, … */
function stat(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined // no /proc here, or the process is gone
  }
}
