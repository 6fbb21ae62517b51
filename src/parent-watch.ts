import { readFileSync } from 'node:fs'

/** How often the parent is looked at. */
const EVERY_MS = 500

/**
 * Calls back when `npm start` is gone: npm 11 does not pass SIGTERM on, so its server would outlive it.
 * Only under npm, and only where the server's parent is npm itself or the shell that npm runs scripts with.
 */
export function whenParentGone(gone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const chain = ancestors()
  const timer = setInterval(() => {
    if (chain.every(({ pid, parent }) => parentOf(pid) === parent)) return
    clearInterval(timer)
    gone()
  }, EVERY_MS)
  timer.unref()
}

interface Link {
  readonly pid: number
  readonly parent: number
}

/** This process and, where a shell stands between it and npm, that shell. */
function ancestors(): Link[] {
  const own = { pid: process.pid, parent: process.ppid }
  if (!/^(?:sh|dash|bash|ash)$/.test(nameOf(process.ppid))) return [own]
  const parent = parentOf(process.ppid)
  return parent === undefined ? [own] : [own, { pid: process.ppid, parent }]
}

function stat(pid: number): { name: string; parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = text.lastIndexOf(')')
    const parent = Number(text.slice(end + 2).split(' ')[1])
    return { name: text.slice(text.indexOf('(') + 1, end), parent }
  } catch {
    return undefined // no /proc here, or the process is gone
  }
}

const nameOf = (pid: number): string => stat(pid)?.name ?? ''
const parentOf = (pid: number): number | undefined =>
  pid === process.pid ? process.ppid : stat(pid)?.parent
