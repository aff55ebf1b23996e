import { basename } from 'node:path'
import { expect, it } from 'vitest'
import { listModelCards } from '../../src/config/model-card.ts'
import { modelCardSchema } from '../../src/config/model-card-schema.ts'
import { listPresets } from '../../src/config/preset.ts'
import { presetSchema } from '../../src/config/preset-schema.ts'
import { listProfiles } from '../../src/config/profile.ts'
import { profileSchema } from '../../src/config/profile-schema.ts'
import { readJsonFile } from '../../src/ground/json-file.ts'

const shipped = [
  ...(await listPresets()).map((each) => ({ ...each, schema: presetSchema })),
  ...(await listProfiles()).map((each) => ({ ...each, schema: profileSchema })),
  ...(await listModelCards()).map((each) => ({ ...each, schema: modelCardSchema })),
]

it.each(shipped)('$file fits its schema, is named like its file, and reads the same unchecked', (each) => {
  const { value, file, schema, builtIn } = each
  expect(builtIn).toBe(true)
  expect(value.name).toBe(basename(file, '.json'))
  expect(value).toEqual(readJsonFile(file, schema, 'a shipped file'))
})
