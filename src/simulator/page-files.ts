import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { OfficeError } from '../base/index.ts'
import type { SimulatorWording } from './wording.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const NAME = /^[\w-]+(\.[\w-]+)*$/

/** A file of the built page. */
export interface PageFile {
  readonly type: string
  readonly bytes: Buffer
}

/** The page that the build left in a folder. */
export interface PageFiles {
  /** The page itself with its few fixed sentences. Throws `simulator.page-not-built`. */
  index(): Promise<string>
  /** A script, style or picture by name; undefined when there is none. */
  asset(name: string): Promise<PageFile | undefined>
}

/** Reads on demand: a rebuilt page is served without a restart. */
export function openPageFiles(folder: string, say: SimulatorWording['say']): PageFiles {
  return {
    async index() {
      const path = join(folder, 'index.html')
      const page = await readFile(path, 'utf8').catch((error: unknown) => {
        throw new OfficeError('simulator.page-not-built', { path }, error)
      })
      return page
        .replace('[page-title]', say('page-title'))
        .replace('[needs-script]', say('needs-script'))
    },
    async asset(name) {
      const type = TYPES[extname(name)]
      if (!NAME.test(name) || !type) return undefined
      const bytes = await readFile(join(folder, 'assets', name)).catch(() => undefined)
      return bytes && { type, bytes }
    },
  }
}
