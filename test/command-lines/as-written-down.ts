import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { playStory } from './play-story.ts'
import type { Story } from './story.ts'

/** Folder of the golden files, one a story. */
export const golden = join(import.meta.dirname, 'golden')

/** The golden files are written anew with MAGI_WRITE_GOLDEN=1; look at every difference before it is committed: it must be wanted. */
export const writesGolden = process.env['MAGI_WRITE_GOLDEN'] === '1'

const source = join(import.meta.dirname, '..', '..', 'src')

/** Plays stories, each as a test, and compares what they tell with their golden files. */
export function asWrittenDown(stories: readonly Story[]): void {
  // A module that is loaded only while samples are drawn holds them up for as long as its loading takes.
  beforeAll(async () => {
    const names = await readdir(source, { recursive: true })
    await Promise.all(names.filter((name) => name.endsWith('.ts')).map((name) => import(join(source, name))))
  })

  it.each(stories.map((story) => [story.name, story] as const))('%s', async (name, story) => {
    const file = join(golden, `${name}.txt`)
    const told = await playStory(story)
    if (writesGolden) await writeFile(file, told)
    expect(told).toBe(await readFile(file, 'utf8'))
  })
}
