import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MistakesError, OfficeError, projectRoot } from '../../src/base/index.ts'
import { errorWords } from '../../src/error-words.ts'

const never = (): boolean => false

/** Codes that stop a start or a command for a reason the operator can mend. */
const OPERATOR = /^(?:app|base|calendar|config|db|office)\./

async function codes(): Promise<string[]> {
  const files = (await readdir(join(projectRoot, 'src'), { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.includes('generated'),
  )
  const texts = await Promise.all(
    files.map((file) => readFile(join(projectRoot, 'src', file), 'utf8')),
  )
  const found = texts.flatMap((text) => [
    ...text.matchAll(/(?:OfficeError|super)\(\s*'([a-z]+\.[a-z-]+)'/g),
  ])
  return [...new Set(found.map(([, code = '']) => code))]
    .filter((code) => OPERATOR.test(code))
    .sort()
}

describe('what the operator is told of an error', () => {
  it('exists for every code that stops a start or a command', async () => {
    const all = await codes()
    expect(all.length).toBeGreaterThan(12)
    const generic = errorWords(new OfficeError('nobody.knows'), never)?.replace('nobody.knows', '')
    expect(
      all.filter((code) => errorWords(new OfficeError(code), never)?.replace(code, '') === generic),
    ).toEqual([])
  })

  it('names what to do, with the particulars', () => {
    expect(errorWords(new OfficeError('app.port-in-use', { port: 3000 }), never)).toBe(
      '端口 3000 已被占用。请停掉占用它的程序，或用 PORT 换一个端口。',
    )
    const mistakes = [{ at: 'conversations/a.yaml:3:5', message: 'wrong' }]
    expect(errorWords(new MistakesError(mistakes), never)).toContain(
      'conversations/a.yaml:3:5 wrong',
    )
    expect(errorWords(new Error('x'), () => true)).toContain('DATABASE_URL')
    expect(errorWords(new Error('x'), never)).toBeUndefined()
  })
})
