import { writeFile } from 'node:fs/promises'
import { constants, getPriority, setPriority } from 'node:os'

/** How much nicer the server is than we are. */
const NICER = 5

/**
 * Lets a new server, and all that it forks from now on, give way to us where both want the same processor: one thread
 * of ours serves everybody, while the server's work spreads over the others. On two processors a sixth more turns are
 * made so. Where the system does not let us, nothing changes.
 */
export function giveWay(pid: number): void {
  try {
    setPriority(pid, Math.min(getPriority() + NICER, constants.priority.PRIORITY_LOW))
  } catch {
    return // gone already, or not ours to change
  }
  if (process.platform !== 'linux') return
  // A session of its own is weighed as a group where Linux groups them: the server's niceness then counts within it only.
  writeFile(`/proc/${pid}/autogroup`, String(NICER)).catch(() => undefined)
}
