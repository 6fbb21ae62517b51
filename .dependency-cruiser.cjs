/** The floors of src, lowest first. A folder may import the floors below its own. */
const floors = [
  ['base'],
  ['wecom', 'language', 'calendar', 'db'],
  ['dialogue', 'notify'],
  ['people', 'ledger', 'deadlines', 'duties', 'visits', 'surveys', 'cases'],
  ['supervision'],
  ['bindings', 'office'],
  ['reception', 'counter'],
  ['http', 'pages', 'jobs', 'simulator', 'cli'],
]

/** The only steps sideways. */
const beside = {
  ledger: ['people'],
  deadlines: ['ledger', 'people'],
  duties: ['ledger', 'people'],
  visits: ['ledger', 'people'],
  surveys: ['ledger', 'people'],
  cases: ['deadlines', 'ledger', 'people'],
  counter: ['reception'],
}

/** The machines that talk and urge do not know who carries their words. */
const never = { dialogue: ['wecom'], notify: ['wecom'] }

/** Not part of the running program: nobody imports them, and they are not held to the floors. */
const outside = ['build', 'bench', 'web']

const folders = floors.flat()
const inside = (names) => `^src/(${names.join('|')})/`

const looksDown = folders.map((folder) => {
  const level = floors.findIndex((floor) => floor.includes(folder))
  const allowed = new Set([folder, ...floors.slice(0, level).flat(), ...(beside[folder] ?? [])])
  const banned = folders.filter((name) => !allowed.has(name))
  return {
    name: `${folder}-looks-down`,
    severity: 'error',
    comment: 'Imports go to lower floors only; see the list of floors.',
    from: { path: inside([folder]) },
    to: { path: inside([...banned, ...(never[folder] ?? []), ...outside]) },
  }
})

module.exports = {
  forbidden: [
    ...looksDown,
    {
      name: 'known-folder',
      severity: 'error',
      comment: 'A new folder of src needs a floor.',
      from: { path: '^src/[^/]+/', pathNot: inside([...folders, ...outside]) },
      to: {},
    },
    {
      name: 'through-the-door',
      severity: 'error',
      comment: 'Another folder is entered by its index.ts.',
      from: { path: '^src/([^/]+)/', pathNot: inside(outside) },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'root-through-the-door',
      severity: 'error',
      comment: 'Assembly enters by index.ts too.',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index\\.ts$' },
    },
    {
      name: 'nobody-imports-assembly',
      severity: 'error',
      comment: 'main, app and config know everyone and are known by nobody.',
      from: { path: '^src/[^/]+/', pathNot: inside(['bench']) },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'database-only-in-db',
      severity: 'error',
      comment: 'Prisma, pg and pg-boss stay behind src/db.',
      from: { path: '^src/', pathNot: inside(['db', 'bench']) },
      to: { path: '(^|/)(@prisma|pg|pg-boss)(/|$)|^src/db/generated/' },
    },
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third.',
      from: { pathNot: '^src/db/generated/' },
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^src/db/generated/'] },
  },
}
