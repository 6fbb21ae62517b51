import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `src` when running from source, `dist` when running the bundle. */
const here = dirname(fileURLToPath(import.meta.url))

function upTo(from: string, marker: string): string {
  let folder = from
  while (!existsSync(join(folder, marker))) {
    const parent = dirname(folder)
    if (parent === folder) return from
    folder = parent
  }
  return folder
}

/** The project's root: holds `package.json`, `conversations/` and `prisma/`. */
export const projectRoot: string = upTo(here, 'package.json')

/** A data file that belongs to a folder of `src` and is copied to the same place in `dist` by the build. */
export function dataFile(...parts: string[]): string {
  const root = here.endsWith('base') ? dirname(here) : here
  return join(root, ...parts)
}

/** A folder or file below `conversations/`. */
export function wordingFile(...parts: string[]): string {
  return join(projectRoot, 'conversations', ...parts)
}
