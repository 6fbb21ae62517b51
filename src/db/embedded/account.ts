import { readFileSync, statSync } from 'node:fs'

/** A user of the operating system under whom PostgreSQL runs. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** What `nobody` is almost everywhere, for machines whose /etc/passwd does not say. */
const NOBODY: Account = { uid: 65_534, gid: 65_534 }

function nobody(): Account {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith('nobody:'))
    const [, , uid, gid] = line?.split(':') ?? []
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : NOBODY
  } catch {
    return NOBODY
  }
}

/**
 * PostgreSQL refuses to run as root. Undefined when we are not root (it then runs as we do); else the
 * account the existing cluster belongs to, so that `sudo npm start` continues a user's office, else `nobody`.
 */
export function serverAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody()
}
