import type { Manifest } from '../../src/journal/manifest.ts'

/** A manifest of a small vote, for tests that are about something else. */
export function manifestOf(changes: Partial<Manifest> = {}): Manifest {
  return {
    schema: 'magi.run/1',
    runId: '20261122T101500Z-k3f9',
    command: 'vote',
    createdAt: '2026-11-22T10:15:00.000Z',
    magiVersion: '0.1.0',
    runtime: { host: 'http://127.0.0.1:11434', version: '0.24.0' },
    model: { name: 'magistral:24b', digest: 'old', card: 'x' },
    request: { messages: [{ role: 'user', content: '6 × 7?' }], options: { num_ctx: 40_960 } },
    preset: 'majority',
    profile: 'default',
    keepAlive: '30m',
    slots: 2,
    loadMs: 60_000,
    seedBase: 100,
    n: 4,
    min: 0,
    rule: 'certain',
    schedule: 'eager',
    tie: 'declare',
    extendBy: 4,
    countForced: false,
    answer: { kind: 'auto' },
    limits: {},
    onTrip: 'drop',
    maxAttempts: 2,
    ...changes,
  }
}
