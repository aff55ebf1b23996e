import fc from 'fast-check'
import { afterAll, afterEach } from 'vitest'
import { failIfReached } from './loopback-only.ts'
import { forgetTraffic } from './loopback-traffic.ts'

// Runs before each file of tests; what it imports may be shared by many files.
afterEach(failIfReached)
afterAll(forgetTraffic)

// The same cases every time, so that a change is not blamed for what it did not do; MAGI_TEST_SEED looks for new ones.
fc.configureGlobal({ seed: Number(process.env['MAGI_TEST_SEED'] ?? 20_261_201) })
