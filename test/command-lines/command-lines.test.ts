import { readdirSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { playStory } from './play-story.ts'
import { stories } from './stories.ts'

/** One file a story. Written anew with MAGI_WRITE_GOLDEN=1; look at every difference before it is committed: it must be wanted. */
const golden = join(import.meta.dirname, 'golden')
const writes = process.env['MAGI_WRITE_GOLDEN'] === '1'
const source = join(import.meta.dirname, '..', '..', 'src')

/** A module that were loaded only while samples are drawn would hold them up, and its loading takes as long as it takes. */
beforeAll(async () => {
  const names = await readdir(source, { recursive: true })
  await Promise.all(names.filter((name) => name.endsWith('.ts')).map((name) => import(join(source, name))))
})

it.each(stories.map((story) => [story.name, story] as const))('%s: as written down', async (name, story) => {
  const file = join(golden, `${name}.txt`)
  const told = await playStory(story)
  if (writes) await writeFile(file, told)
  expect(told).toBe(await readFile(file, 'utf8'))
})

it('every golden file has its story', async () => {
  const names = stories.map(({ name }) => `${name}.txt`).sort()
  if (writes) for (const file of readdirSync(golden)) if (!names.includes(file)) await rm(join(golden, file))
  expect(readdirSync(golden).sort()).toEqual(names)
})
