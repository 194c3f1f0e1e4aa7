import { defineConfig } from 'vitest/config'

// Tests import the packages' sources through the '@quorumlite/source' export condition, so they never see a stale
// build. Process tests start the built files: `npm test` builds first.
export default defineConfig({
  resolve: { conditions: ['@quorumlite/source'] },
  ssr: { resolve: { conditions: ['@quorumlite/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
