import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // The default leaves one core idle: half of a file's time is the database's, not its own.
    maxWorkers: 2,
    // Files of a worker share its modules, which took a third of the run to load anew each time. So no file may leave
    // anything behind in a module; none mocks one.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
