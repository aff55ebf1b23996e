import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { emptyFolder } from '../support/folder.ts'
import { cliWith } from '../support/run-cli.ts'
import { bySeeds } from '../support/vote-script.ts'

it('a vote that had ended says so when it is resumed, and leaves its result as it is', async () => {
  const folder = join(emptyFolder(), 'run')
  const { run } = await cliWith(...bySeeds({ 100: '42', 101: '42', 102: '41' }))
  const first = await run(['vote', '-n', '3', '--seed', '100', '--rule', 'all', '--run-dir', folder, 'x'])
  const path = join(folder, 'result.json')
  const [result, { ino }] = [await readFile(path, 'utf8'), await stat(path)]
  const again = await run(['vote', '--resume', folder, '--json'])
  expect(again.exitCode).toBe(first.exitCode)
  expect(again.stderr).toContain('Nothing was left to draw')
  expect(JSON.parse(again.stdout)).toEqual(JSON.parse(result))
  expect({ result: await readFile(path, 'utf8'), ino: (await stat(path)).ino }).toEqual({ result, ino })
})

it('a model that is not the one of a run is refused by the name of that one, installed or not', async () => {
  const folder = join(emptyFolder(), 'run')
  const { run } = await cliWith(...bySeeds({ 100: '42' }))
  await run(['vote', '-n', '1', '--seed', '100', '--run-dir', folder, 'x'])
  const { stderr } = await run(['vote', '--resume', folder, '--model', 'foo'])
  expect(stderr).toContain('The run was begun with magistral:24b, not with foo.')
  expect(stderr).toContain('Leave --model out')
})
