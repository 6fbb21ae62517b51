import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { projectRoot } from '../../src/base/index.ts'

const Dependencies = z.record(z.string(), z.string()).default({})
const Lock = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: Dependencies })),
})
const Package = z.object({ dependencies: Dependencies, devDependencies: Dependencies })

const read = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'))

test('the lock file names every platform’s packages, or npm ci refuses it; node src/build/lockfile.mjs adds them', () => {
  const { packages } = Lock.parse(read('package-lock.json'))
  const optional = Object.values(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies),
  )
  expect(optional.length).toBeGreaterThan(50)
  const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
  expect(optional.filter((name) => !names.has(name))).toEqual([])
})

test('dependencies are pinned exactly', () => {
  const { dependencies, devDependencies } = Package.parse(read('package.json'))
  const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  )
  expect(ranges).toEqual([])
})
