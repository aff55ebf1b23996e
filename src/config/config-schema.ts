import { z } from 'zod'
import { schemaOf } from './form-schema.ts'
import { settableOptionsSchema } from './runtime-options.ts'
import type { Form } from './setting-form.ts'
import { type SettingName, type SettingValues, settingForms } from './settings.ts'

const settingSchemas = Object.fromEntries(
  Object.entries(settingForms).map(([name, form]) => [name, schemaOf<unknown>(form as Form<unknown>)]),
) as { readonly [Name in SettingName]: z.ZodType<SettingValues[Name]> }

/** A configuration file: the project's `magi.json`, or the user's `config.json`. Keys are the flags in camelCase. */
export const configFileSchema = z
  .strictObject(settingSchemas)
  .partial()
  .extend({ options: settableOptionsSchema.optional() })

/** What a configuration file sets. */
export type ConfigValues = z.output<typeof configFileSchema>
