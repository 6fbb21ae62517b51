import { compare } from './corpora.ts'
import { measureNames } from './names.ts'

const out = (line: string): void => void process.stdout.write(`${line}\n`)
const share = (part: number, of = 1): string => `${((100 * part) / of).toFixed(1)} %`

out('kind    library            right          time')
for (const { kind, library, right, of, micros } of compare())
  out(
    `${kind.padEnd(7)} ${library.padEnd(18)} ${`${right}/${of}`.padEnd(8)} ${share(right, of).padEnd(7)} ${micros.toFixed(0)} µs`,
  )
const found = measureNames()
out('')
out(`${found.names} names, ${found.tried} misspelt, shortened or reordered ones`)
out(
  `right first ${share(found.first)}, within three ${share(found.withinThree)}, surely wrong ${share(found.wronglySure)}`,
)
out(
  `search p95 ${found.p95.toFixed(1)} ms, index built in ${found.build.toFixed(0)} ms, found again by the next turn in ${found.again.toFixed(1)} ms, memory ${found.memory.toFixed(1)} MB`,
)
out(
  `a clerk's message: p50 ${found.message.p50.toFixed(2)} ms, p99 ${found.message.p99.toFixed(2)} ms (${found.message.count})`,
)
out(`5,000 characters: at most ${found.longest.toFixed(1)} ms`)
