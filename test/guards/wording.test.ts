import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/base/index.ts'

/** From here on a text is a sentence said to somebody, not a word of the trade. */
const SENTENCE = /\p{Script=Han}[\p{Script=Han}，。：；、“”（）！？]{3,}/u

/** Tables of words that are understood, not said. */
const DATA = /^src\/(language|db\/generated)\//

/** Chinese sentences in string literals, template texts and JSX-free code; comments are no literals. */
function sentencesIn(file: string, text: string): string[] {
  const found: string[] = []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)
    if (isText && SENTENCE.test(node.text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      found.push(`${file}:${line + 1} ${node.text.trim()}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

test('a sentence in code is found, a comment and a word are not', () => {
  const text = [
    "const a = '没有这个项目'",
    `const b = \`共\${n}个项目没有付款\``,
    '// 没有这个项目',
    "const c = '合同'",
    'const d = /没有这个项目/',
  ].join('\n')
  expect(sentencesIn('a.ts', text)).toEqual(['a.ts:1 没有这个项目', 'a.ts:2 个项目没有付款'])
})

test('what people read lies in conversations/, not in code', () => {
  const files = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file}`)
    .filter((file) => /\.(ts|mjs)$/.test(file) && !DATA.test(file))
  expect(files.length).toBeGreaterThan(100)
  const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8')
  expect(files.flatMap((file) => sentencesIn(file, read(file)))).toEqual([])
})
