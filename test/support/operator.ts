import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../../src/base/index.ts'

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

let built = false

/** The bundled CLI, brought up to date first (at once where nothing changed). */
export function builtCli(): string {
  if (!built)
    execFileSync(process.execPath, ['src/build/build.mjs', '--quiet'], { cwd: projectRoot })
  built = true
  return join(projectRoot, 'dist', 'cli.js')
}

/** Runs the operator's CLI in a process of its own, against a database. */
export function operate(
  args: readonly string[],
  {
    url,
    stdin = '',
    env = {},
  }: { url?: string; stdin?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [builtCli(), ...args], {
    cwd: projectRoot,
    env: {
      PATH: process.env.PATH ?? '',
      LOG_LEVEL: 'error',
      ...(url && { DATABASE_URL: url }),
      ...env,
    },
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  child.stdin.on('error', () => {})
  child.stdin.end(stdin)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}
