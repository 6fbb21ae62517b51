// Completes package-lock.json after an `npm install`. A registry mirror that lacks the packages of other
// platforms makes npm leave them out of the lock file, and `npm ci` then refuses it. Their versions are exact in
// the packages that want them, so the entries can be written without asking anybody.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']
const LIBRARIES = { gnu: 'glibc', musl: 'musl' }

const file = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))

/** Whether a package installed at `from` finds the dependency, looking upwards as Node does. */
function finds(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    if (lock.packages[`${at && `${at}/`}node_modules/${name}`]) return true
    if (at === '') return false
  }
}

/** What the package's name says of its platform: `binding-linux-x64-musl`. */
function entryFor(name, version, dev) {
  const parts = name.split('/').at(-1).split('-')
  const only = (list) => list.filter((word) => parts.includes(word))
  const libc = parts.filter((part) => part in LIBRARIES).map((part) => LIBRARIES[part])
  const entry = { version, cpu: only(PROCESSORS), dev, libc, optional: true, os: only(SYSTEMS) }
  const said = ([, value]) => (Array.isArray(value) ? value.length > 0 : value)
  return Object.fromEntries(Object.entries(entry).filter(said))
}

let added = 0
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (finds(path, name)) continue
    lock.packages[`node_modules/${name}`] = entryFor(name, version, dev)
    added++
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(
  file,
  `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
)
console.log(`${added} packages of other platforms were added to package-lock.json`)
