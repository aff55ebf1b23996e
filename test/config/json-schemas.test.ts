import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { configFileSchema } from '../../src/config/config-schema.ts'
import { modelCardSchema } from '../../src/config/model-card-schema.ts'
import { presetSchema } from '../../src/config/preset-schema.ts'
import { problemSchema } from '../../src/config/problem.ts'
import { profileSchema } from '../../src/config/profile-schema.ts'
import { settingForms } from '../../src/config/settings.ts'
import { readJsonFile } from '../../src/ground/json-file.ts'
import { projectFolder } from '../house/source-files.ts'
import { emptyFolder } from '../support/folder.ts'

/** What a person writes, with what it is and what it is checked by. */
const written = [
  [
    'magi',
    'What Magi does without being told: the magi.json of a project, or the config.json of a user.',
    configFileSchema,
  ],
  ['preset', 'A preset of Magi: a named way of sampling.', presetSchema],
  ['profile', 'A profile of Magi: how one machine runs the model.', profileSchema],
  ['model-card', 'What Magi knows of a model version.', modelCardSchema],
  ['problem', 'One problem of a set: a line of a JSON Lines file.', problemSchema],
] as const

/** A JSON Schema of what is written, before anything is converted. */
function jsonSchemaOf(schema: z.ZodType, description: string): object {
  const { $schema, type, properties, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return { $schema, description, type, properties: { $schema: { type: 'string' }, ...properties }, ...rest }
}

const folder = join(projectFolder, 'configs', 'json-schemas')
const fileOf = (name: string) => join(folder, `${name}.schema.json`)
const asFile = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

describe('the JSON Schema files', () => {
  it.each(written)('%s is what the program checks', (name, description, schema) => {
    const made = asFile(jsonSchemaOf(schema, description))
    if (process.env['MAGI_WRITE_GOLDEN'] === '1') writeFileSync(fileOf(name), made)
    expect(readFileSync(fileOf(name), 'utf8')).toBe(made)
  })

  it('say of every setting what it may be', () => {
    const { properties = {} } = JSON.parse(readFileSync(fileOf('magi'), 'utf8'))
    for (const name of Object.keys(settingForms)) {
      expect(Object.keys(properties[name] ?? {}), name).not.toEqual([])
    }
  })

  it.each([
    ['presets', 'preset'],
    ['profiles', 'profile'],
    ['models', 'model-card'],
  ])('take everything of %s that ships', (shipped, name) => {
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(fileOf(name), 'utf8')))
    const files = readdirSync(join(projectFolder, 'configs', shipped))
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) {
      const json = JSON.parse(readFileSync(join(projectFolder, 'configs', shipped, file), 'utf8'))
      expect(schema.safeParse({ $schema: 'x', ...json }), file).toMatchObject({ success: true })
      expect(schema.safeParse({ ...json, nmae: 1 }), file).toMatchObject({ success: false })
    }
  })

  it('find what is wrong with a configuration', () => {
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(fileOf('magi'), 'utf8')))
    const isFine = (value: object) => schema.safeParse(value).success
    expect(isFine({ n: 16, timeout: '1h30m', think: 'high', allowHost: 'a,b', keepAlive: -1 })).toBe(true)
    for (const wrong of [
      { n: 0 },
      { timeout: '5' },
      { think: 'hard' },
      { quorum: 2 },
      { modle: 'x' },
      { keepAlive: '5' },
    ])
      expect(isFine(wrong), JSON.stringify(wrong)).toBe(false)
  })

  it('are named by files that a person writes', () => {
    const file = join(emptyFolder(), 'magi.json')
    writeFileSync(file, asFile({ $schema: 'magi.schema.json', n: 16 }))
    expect(readJsonFile(file, configFileSchema, 'a configuration of Magi')).toEqual({ n: 16 })
  })

  it('are all there are', () => {
    expect(existsSync(folder) && readdirSync(folder).sort()).toEqual(
      written.map(([name]) => `${name}.schema.json`).sort(),
    )
  })
})
