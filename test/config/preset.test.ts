import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listPresets, loadPreset } from '../../src/config/preset.ts'
import type { Preset } from '../../src/config/preset-schema.ts'
import { emptyFolder } from '../support/folder.ts'

const mine: Preset = {
  name: 'mine',
  why: 'A test.',
  source: 'own',
  options: { temperature: 0.5, top_p: 1, top_k: 20, min_p: 0, repeat_penalty: 1 },
}

function folderWith(files: Record<string, string>): string {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'presets'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'presets', name), text)
  return folder
}

it('ships presets that state every option that decides what is drawn', async () => {
  const shipped = (await listPresets()).map(({ value, builtIn }) => {
    const { temperature, top_p, top_k } = value.options
    return [value.name, temperature, top_p, top_k, value.maxThinkingTokens, value.note !== undefined, builtIn]
  })
  expect(shipped).toEqual([
    ['balanced', 0.7, 0.95, 64, undefined, false, true],
    ['card', 0.7, 0.95, 0, undefined, false, true],
    ['flash', 0.7, 0.95, 64, 2048, true, true],
    ['greedy', 0, 1, 1, undefined, false, true],
    ['majority', 0.8, 0.95, 64, undefined, false, true],
    ['steady', 0.6, 0.9, 64, undefined, true, true],
  ])
})

it('gives a built-in preset by name', async () => {
  expect((await loadPreset('card')).value.options).toEqual({
    temperature: 0.7,
    top_p: 0.95,
    top_k: 0,
    min_p: 0,
    repeat_penalty: 1,
  })
})

it("takes a user's preset by name and by path, in place of a built-in one of that name", async () => {
  const own = folderWith({
    'mine.json': JSON.stringify(mine),
    'card.json': JSON.stringify({ ...mine, name: 'card' }),
  })
  const other = folderWith({ 'mine.json': JSON.stringify({ ...mine, why: 'Further away.' }) })
  const file = join(own, 'presets', 'mine.json')
  expect(await loadPreset('mine', { folders: [own, other] })).toEqual({ value: mine, file, builtIn: false })
  expect(await loadPreset(file)).toEqual({ value: mine, file, builtIn: false })
  expect((await loadPreset('card', { folders: [own] })).value.options.temperature).toBe(0.5)
  expect((await listPresets({ folders: [own] })).map(({ value }) => value.name)).toEqual([
    'balanced',
    'card',
    'flash',
    'greedy',
    'majority',
    'mine',
    'steady',
  ])
})

it('names the nearest preset for an unknown name', async () => {
  await expect(loadPreset('majorty')).rejects.toThrow('Unknown preset "majorty".')
  await expect(loadPreset('majorty')).rejects.toThrow(
    expect.objectContaining({
      fix: 'Did you mean "majority"? Use one of balanced, card, flash, greedy, majority, steady, or the path of a JSON file.',
    }),
  )
})

it('names file, line and key of what is wrong in a preset', async () => {
  const own = folderWith({
    'mine.json': JSON.stringify({ ...mine, options: { ...mine.options, temprature: 1, top_k: -1 } }, null, 1),
    'other.json': JSON.stringify(mine),
  })
  await expect(loadPreset('mine', { folders: [own] })).rejects.toThrow(
    [
      `${own}/presets/mine.json:8: options.top_k: a whole number, 0 or more`,
      `${own}/presets/mine.json:11: options.temprature: unknown key. Did you mean "temperature"?`,
    ].join('\n'),
  )
  await expect(loadPreset('other', { folders: [own] })).rejects.toThrow(
    `${own}/presets/other.json: its name is "mine".`,
  )
})

it('refuses a preset that leaves an option to the runtime', async () => {
  const { repeat_penalty: _, ...rest } = mine.options
  const own = folderWith({ 'mine.json': JSON.stringify({ ...mine, options: rest }) })
  await expect(loadPreset('mine', { folders: [own] })).rejects.toThrow(
    /options\.repeat_penalty: missing: a number above 0/,
  )
})
