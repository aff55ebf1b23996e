import { defineConfig } from 'vitest/config'

/** They put other functions in the place of Node's own, so they share their modules with no other file. */
const apart = ['test/faults/run-faults.test.ts', 'test/faults/torn-journal.test.ts']

const shared = {
  setupFiles: 'test/support/each-file.ts',
  environment: 'node',
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const

export default defineConfig({
  test: {
    // Every core: the default leaves one out, which on two cores doubles the time.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...shared,
          name: 'shared',
          include: ['test/**/*.test.ts'],
          // `test/real` is for `npm run test:real`.
          exclude: ['test/real/**', ...apart],
          // The modules are loaded once a worker, not once a file: it halves the time of all tests.
          isolate: false,
        },
      },
      { test: { ...shared, name: 'apart', include: apart } },
    ],
  },
})
