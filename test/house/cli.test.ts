import { describe, expect, it } from 'vitest'
import { readSourceFiles } from './source-files.ts'

const files = readSourceFiles().filter(({ path }) => path.startsWith('cli/'))
const byPath = new Map(readSourceFiles().map((file) => [file.path, file]))

/** What is loaded before it is known what a command does: what commander needs to read the flags and to print the help. */
const beforeAnyAction = [
  ...[
    'cli/command.ts',
    'cli/commander.ts',
    'cli/flags.ts',
    'cli/habits.ts',
    'cli/policy-flags.ts',
    'cli/program.ts',
  ],
  ...[
    'cli/answers/commands.ts',
    'cli/completion/commands.ts',
    'cli/report/commands.ts',
    'cli/report/formats.ts',
  ],
  ...[
    'cli/runs/commands.ts',
    'cli/setup/commands.ts',
    'cli/terminal/output-watch.ts',
    'cli/terminal/terminal.ts',
  ],
  ...['answer/answer.ts', 'config/setting-form.ts', 'config/settings.ts'],
  ...['ground/duration.ts', 'ground/errors.ts', 'ground/nearest-name.ts', 'ground/package-root.ts'],
  ...['ground/file-error.ts', 'ground/seed.ts'],
  ...['stream/terminal-text.ts', 'vote/outcome-terms.ts'],
]

/** The files that importing some files loads with them. */
function loadedWith(paths: readonly string[], loaded = new Set<string>()): Set<string> {
  for (const path of paths) {
    if (loaded.has(path)) continue
    loaded.add(path)
    const imports = byPath.get(path)?.imports ?? []
    const next = imports.filter(({ own, typeOnly, onUse }) => own && !typeOnly && !onUse)
    loadedWith(
      next.map(({ from }) => from),
      loaded,
    )
  }
  return loaded
}

describe('the command line', () => {
  it('takes what it uses from where it lies, and hands no library through signatures', () => {
    const users = files.filter(({ imports }) => imports.some(({ from }) => from === 'index.ts'))
    expect(users.map(({ path }) => path)).toEqual([])
  })

  it('reads the flags and prints the help of its commands with few and light files', () => {
    const lists = files.map(({ path }) => path).filter((path) => /^cli\/[^/]+\/commands\.ts$/.test(path))
    expect(lists.length).toBeGreaterThan(0)
    expect([...loadedWith(['cli/program.ts', ...lists])].sort()).toEqual([...beforeAnyAction].sort())
  })

  it('loads three files for --version', () => {
    const files = ['cli/main.ts', 'cli/terminal/output-watch.ts', 'ground/package-root.ts']
    expect([...loadedWith(files)].sort()).toEqual(files)
  })
})

describe('what is said on a terminal', () => {
  it('goes through its one door: outside cli/terminal no stream of the process is handed on or written to', () => {
    const streams = /\b(?:stdout|stderr)\b(?!\??\.(?:isTTY|columns|rows)\b)/
    const writers = files.filter(({ path, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '')
      return !path.startsWith('cli/terminal/') && streams.test(code)
    })
    // The one prints the version before anything is loaded, the other hands commander what to write to, cleaned.
    expect(writers.map(({ path }) => path).sort()).toEqual(['cli/main.ts', 'cli/program.ts'])
  })
})
