import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import { projectFolder } from './source-files.ts'

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8')
const readme = read('README.md')
const program = await buildProgram(async () => {})
const names = (command: Command) => command.commands.map((each) => each.name())

describe('the README', () => {
  it('names every command, and none that is not there', () => {
    const named = [...readme.matchAll(/(?:^\s*|`|\| )magi ([a-z]+)/gm)].map(([, name]) => name)
    const inTables = [...readme.matchAll(/^\| `magi ([^|]+)` \|/gm)].flatMap(([, words = '']) =>
      words.split(/`, `/).map((each) => each.split(' ', 1)[0]),
    )
    const known = names(program)
    expect(known.filter((name) => !named.includes(name) && !inTables.includes(name))).toEqual([])
    expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([])
  })

  it('names only flags that a command has', () => {
    const flags = new Set(
      program.commands.flatMap((command) =>
        [command, ...command.commands].flatMap((each) => each.options.map(({ long }) => long)),
      ),
    )
    const lines = readme.split('\n').filter((line) => !/\bnpm (?:install|link|pack)\b/.test(line))
    const named = lines.flatMap((line) => line.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [])
    expect(named.filter((flag) => !flags.has(flag) && flag !== '--help')).toEqual([])
  })

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })
})

describe('the documents', () => {
  const documents = [
    ...['README.md', 'CHANGELOG.md'],
    ...readdirSync(join(projectFolder, 'docs'), { recursive: true, encoding: 'utf8' })
      .map((path) => join('docs', path))
      .filter((path) => path.endsWith('.md')),
  ]

  it.each(documents)('link only to what is there: %s', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !existsSync(join(projectFolder, dirname(path), link)))).toEqual([])
  })
})
