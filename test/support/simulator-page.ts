import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The simulator's page built from its sources as they are now, into a folder of its own. */
export async function builtSimulatorPage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'caixiaozhu-page-'))
  const root = fileURLToPath(new URL('../../src/simulator/page', import.meta.url))
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } })
  return outDir
}
