import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { modelCardSchema } from '../../../src/config/model-card-schema.ts'
import { presetSchema } from '../../../src/config/preset-schema.ts'
import { profileSchema } from '../../../src/config/profile-schema.ts'
import { emptyFolder } from '../../support/folder.ts'
import { runCli } from '../../support/run-cli.ts'

describe.each([
  ['presets', ['balanced', 'card', 'flash', 'greedy', 'majority', 'steady']],
  ['profiles', ['cpu', 'default', 'macbook-32gb', 'rtx-4090']],
  [
    'models',
    [
      ...['devstral-2', 'generic', 'generic-reasoner', 'magistral-small-2506', 'magistral-small-2507'],
      ...['magistral-small-2509', 'ministral-3-reasoning', 'mistral-medium-3-5', 'mistral-small-4'],
    ],
  ],
])('magi %s', (command, names) => {
  it.each([[[]], [['list']]])('lists a line each: %j', async (args) => {
    const { exitCode, stdout } = await runCli([command, ...args])
    expect(exitCode).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(names)
    for (const line of lines) expect(line).toMatch(/^\S+ +\S.+/)
  })

  it('lists all as JSON', async () => {
    const { exitCode, stdout } = await runCli([command, 'list', '--json'])
    expect(exitCode).toBe(0)
    const { schema, [command]: values } = JSON.parse(stdout) as Record<string, unknown>
    expect(schema).toBe(`magi.${command}/1`)
    expect((values as { name: string }[]).map(({ name }) => name)).toEqual(names)
  })

  it('shows one whole, and the file it comes from', async () => {
    const name = names[1] ?? ''
    const { exitCode, stdout, stderr } = await runCli([command, 'show', name])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ name })
    expect(stderr).toContain(`${name}.json`)
  })

  it('names what there is where there is no such name', async () => {
    const { exitCode, stdout, stderr } = await runCli([command, 'show', `${names[1]}x`])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(`"${names[1]}x"`)
    expect(stderr).toContain(`Did you mean "${names[1]}"?`)
    for (const name of names) expect(stderr).toContain(name)
  })

  it('has no other verbs', async () => {
    const { exitCode, stdout } = await runCli([command, 'shwo'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })
})

it('shows files as they are, so that they can be copied and changed', async () => {
  const preset = await runCli(['presets', 'show', 'majority'])
  expect(presetSchema.parse(JSON.parse(preset.stdout)).options.temperature).toBe(0.8)
  const profile = await runCli(['profiles', 'show', 'cpu'])
  expect(profileSchema.parse(JSON.parse(profile.stdout)).limits.totalMs).toBe(6 * 3_600_000)
  const card = await runCli(['models', 'show', 'magistral-small-2509'])
  expect(modelCardSchema.parse(JSON.parse(card.stdout)).vision).toBe(true)
})

it('lists your own beside the built-in ones, with their files', async () => {
  const config = emptyFolder()
  const folder = join(config, 'magi', 'presets')
  await mkdir(folder, { recursive: true })
  const own = {
    name: 'cold',
    why: 'Nearly no chance.',
    source: 'own',
    options: { temperature: 0.1, top_p: 1, top_k: 40, min_p: 0, repeat_penalty: 1 },
  }
  await writeFile(join(folder, 'cold.json'), JSON.stringify(own))
  const { stdout } = await runCli(['presets'], { env: { XDG_CONFIG_HOME: config } })
  expect(stdout).toContain(`cold      Nearly no chance. (${join(folder, 'cold.json')})\n`)
})
