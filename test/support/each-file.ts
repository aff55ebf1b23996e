import { afterAll, afterEach } from 'vitest'
import { failIfReached } from './loopback-only.ts'
import { forgetTraffic } from './loopback-traffic.ts'

// Runs before each file of tests; what it imports may be shared by many files.
afterEach(failIfReached)
afterAll(forgetTraffic)
