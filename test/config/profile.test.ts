import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listProfiles, loadProfile } from '../../src/config/profile.ts'
import { keepAlive } from '../../src/config/setting-form.ts'
import { emptyFolder } from '../support/folder.ts'

const minute = 60_000

it('ships a profile for each kind of machine, with its window, slots and limits', async () => {
  const shipped = (await listProfiles()).map(({ value }) => ({
    name: value.name,
    window: value.options.num_ctx,
    slots: value.slots,
    limits: value.limits,
  }))
  expect(shipped).toEqual([
    {
      name: 'cpu',
      window: 16_384,
      slots: 1,
      limits: { loadMs: 30 * minute, firstPartMs: 60 * minute, idleMs: 5 * minute, totalMs: 360 * minute },
    },
    {
      name: 'default',
      window: 40_960,
      slots: 1,
      limits: { loadMs: 15 * minute, firstPartMs: 15 * minute, idleMs: 2 * minute, totalMs: 120 * minute },
    },
    {
      name: 'macbook-32gb',
      window: 32_768,
      slots: 1,
      limits: { loadMs: 10 * minute, firstPartMs: 10 * minute, idleMs: 2 * minute, totalMs: 120 * minute },
    },
    {
      name: 'rtx-4090',
      window: 40_960,
      slots: 1,
      limits: { loadMs: 10 * minute, firstPartMs: 5 * minute, idleMs: minute, totalMs: 60 * minute },
    },
  ])
})

it('fits window times slots into the memory it is made for', async () => {
  const weightsBytes = 14.3e9
  const cacheBytesPerToken = 2 * 40 * 8 * 128 * 2
  const gib = 2 ** 30
  const room: Record<string, number> = { 'rtx-4090': 22.5, 'macbook-32gb': 21, cpu: 24 }
  for (const { value } of await listProfiles()) {
    const bytes = weightsBytes + value.slots * value.options.num_ctx * cacheBytesPerToken + gib
    expect(bytes / gib).toBeLessThan(room[value.name] ?? 22.5)
  }
})

it('takes limits as durations only, and names the key that is none', async () => {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'profiles'))
  const file = join(folder, 'profiles', 'mine.json')
  writeFileSync(
    file,
    `{
  "name": "mine", "why": "A test.", "source": "own", "slots": 2, "keep_alive": "300",
  "options": { "num_ctx": 8192, "temperature": 1 },
  "limits": { "load": "15m", "firstPart": 600, "idle": "2", "totl": "2h" }
}`,
  )
  await expect(loadProfile('mine', { folders: [folder] })).rejects.toThrow(
    [
      `${file}:2: keep_alive: seconds as a number, or text with a unit as "30m"; -1 keeps the model loaded`,
      `${file}:3: options.temperature: unknown key.`,
      `${file}:4: limits.totl: unknown key. Did you mean "total"?`,
      `${file}:4: limits.firstPart: a duration in quotes, as "30s" or "10m"`,
      `${file}:4: limits.idle: "2" has no unit. Write 2s or 2m.`,
      `${file}:4: limits.total: missing: a duration in quotes, as "30s" or "10m"`,
    ].join('\n'),
  )
})

it('takes keep_alive in the forms the runtime takes', () => {
  for (const value of [0, -1, 300, '30m', '1h30m', '-1m', '500ms']) {
    expect(keepAlive(value)).toEqual({ type: 'read', value })
  }
  for (const value of ['300', '-1', '', 'forever', 1.5]) {
    expect(keepAlive(value).type).toBe('refused')
  }
})
