import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import { exitCodes } from '../../src/ground/errors.ts'
import { golden, writesGolden } from './as-written-down.ts'
import { drawingStories, otherStories } from './stories.ts'

const all = [...drawingStories, ...otherStories]
const lines = all.flatMap((story) => story.lines.map(({ args }) => args))

it('every golden file has its story', async () => {
  const names = all.map(({ name }) => `${name}.txt`).sort()
  if (writesGolden)
    for (const file of await readdir(golden)) if (!names.includes(file)) await rm(join(golden, file))
  expect((await readdir(golden)).sort()).toEqual(names)
})

it('every command is told of, and every flag of it', async () => {
  const untold = (command: Command, path: readonly string[]): string[] => {
    const own = lines.filter((args) => path.every((word, place) => args[place] === word))
    const name = ['magi', ...path].join(' ')
    const flags = command.options
      // The flags that all commands share are told of once.
      .filter(({ hidden, helpGroupHeading }) => !hidden && helpGroupHeading !== 'Output:')
      .filter(({ long, short }) => !own.flat().some((word) => word === long || word === short))
    return [
      ...(own.length === 0 ? [name] : flags.map(({ flags: spelling }) => `${name} ${spelling}`)),
      ...command.commands.flatMap((each) => untold(each, [...path, each.name()])),
    ]
  }
  expect(untold(await buildProgram(async () => {}), [])).toEqual([])
})

it('every exit code is told of', async () => {
  const told = await Promise.all(all.map(({ name }) => readFile(join(golden, `${name}.txt`), 'utf8')))
  const codes = new Set(
    told
      .join('')
      .match(/(?<=^── exit code )\d+$/gm)
      ?.map(Number),
  )
  expect([...codes].sort((a, b) => a - b)).toEqual(Object.values(exitCodes))
})
