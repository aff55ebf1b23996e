import { defineConfig } from 'vitest/config'

/** What takes more than Node (npm, a browser, other programs) or processes of the built program: `npm run test:real`. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    setupFiles: 'test/support/each-file.ts',
    // Every core, as in vitest.config.ts.
    maxWorkers: '100%',
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
