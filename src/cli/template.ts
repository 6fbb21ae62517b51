import { writeTemplate } from '../office/index.ts'
import { RefusedError, readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal } from './world.ts'

/** `cli template <file.xlsx>` */
export async function template(args: readonly string[], terminal: Terminal): Promise<number> {
  const { options, positionals } = readArguments(args, { force: 'boolean' }, [1, 1])
  const [file = ''] = positionals
  try {
    await writeTemplate(file, options.force === true)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    const reason = String(error.code)
    throw new RefusedError(
      reason === 'EEXIST'
        ? say('file-exists', { file })
        : say('file-not-written', { file, reason }),
    )
  }
  terminal.complain(say('template-written', { file }))
  return 0
}
