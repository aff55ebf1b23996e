import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { bashScript } from '../../../src/cli/completion/bash.ts'
import { commandWords } from '../../../src/cli/completion/command-words.ts'
import { fishScript } from '../../../src/cli/completion/fish.ts'
import { powershellScript } from '../../../src/cli/completion/powershell.ts'
import { zshScript } from '../../../src/cli/completion/zsh.ts'
import { emptyFolder } from '../../support/folder.ts'
import { runCli } from '../../support/run-cli.ts'

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

/** A folder with two files and a folder in it, and the script of a shell. */
async function withScript(shell: string) {
  const cwd = emptyFolder()
  await writeFile(join(cwd, 'a b.txt'), '')
  await writeFile(join(cwd, 'problems.jsonl'), '')
  await mkdir(join(cwd, 'old-run'))
  const { exitCode, stdout, stderr } = await runCli(['completion', shell], { cwd })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return { cwd, script: stdout }
}

/** What bash would offer after the words of a line; the last one is under the cursor. */
async function offeredByBash(...words: string[]): Promise<string[]> {
  const { cwd, script } = await withScript('bash')
  const asking = `${script}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _magi; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { status, stdout, stderr } = spawnSync('bash', ['-c', asking, 'bash', ...words], {
    cwd,
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout.split('\n').filter((line) => line !== '')
}

describe.skipIf(!has('bash'))('completion in bash', () => {
  it('offers the commands', async () => {
    expect(await offeredByBash('magi', '')).toEqual(
      expect.arrayContaining([
        'ask',
        'vote',
        'doctor',
        'models',
        'presets',
        'profiles',
        'demo',
        'completion',
      ]),
    )
    expect(await offeredByBash('magi', 'vo')).toEqual(['vote'])
  })

  it('offers the commands below a command, and what they name', async () => {
    expect(await offeredByBash('magi', 'presets', '')).toEqual(['list', 'show'])
    expect(await offeredByBash('magi', 'presets', 'show', 'ba')).toEqual(['balanced'])
    expect(await offeredByBash('magi', 'profiles', 'show', 'rtx')).toEqual(['rtx-4090'])
    expect(await offeredByBash('magi', 'completion', '')).toEqual(['bash', 'zsh', 'fish', 'powershell'])
  })

  it('offers the flags of the command, wherever it stands', async () => {
    expect((await offeredByBash('magi', 'vote', '--qu')).toSorted()).toEqual(['--quiet', '--quorum'])
    expect(await offeredByBash('magi', 'ask', 'to', 'vote', '--qu')).toEqual(['--quiet'])
    expect(await offeredByBash('magi', '--ver')).toEqual(['--version'])
  })

  it('offers the values of a flag, also after an equals sign', async () => {
    const presets = ['balanced', 'card', 'flash', 'greedy', 'majority', 'steady']
    expect(await offeredByBash('magi', 'vote', '--preset', '')).toEqual(presets)
    expect(await offeredByBash('magi', 'vote', '-p', 'm')).toEqual(['majority'])
    expect(await offeredByBash('magi', 'vote', '--preset', '=', 'm')).toEqual(['majority'])
    expect(await offeredByBash('magi', 'vote', '--preset', '=')).toEqual(presets)
    expect(await offeredByBash('magi', 'vote', '--tie', '')).toEqual(['declare', 'first', 'extend'])
  })

  it('offers files where a file is wanted, with blanks in their names, and folders where a folder is', async () => {
    expect(await offeredByBash('magi', 'vote', '-f', 'a')).toEqual(['a b.txt'])
    expect(await offeredByBash('magi', 'vote', '--resume', '')).toEqual(['old-run'])
  })

  it('offers nothing where anything may stand', async () => {
    expect(await offeredByBash('magi', 'vote', '-n', '')).toEqual([])
    expect(await offeredByBash('magi', 'vote', '')).toEqual([])
    expect(await offeredByBash('magi', 'vote', '--model', '')).toEqual([])
  })
})

describe.skipIf(!has('fish'))('completion in fish', () => {
  it('offers commands, flags and values', async () => {
    const { cwd, script } = await withScript('fish')
    const offered = (line: string) =>
      spawnSync('fish', ['-N', '-c', `${script}\ncomplete -C ${JSON.stringify(line)}`], {
        cwd,
        encoding: 'utf8',
      })
        .stdout.split('\n')
        .map((each) => each.split('\t', 1)[0])
        .filter((each) => each !== '')
    expect(offered('magi vo')).toEqual(['vote'])
    expect(offered('magi vote --quo')).toEqual(['--quorum'])
    expect(offered('magi vote --preset m')).toEqual(['majority'])
    expect(offered('magi presets ')).toEqual(['list', 'show'])
    expect(offered('magi vote -f p')).toEqual(['problems.jsonl'])
  })
})

describe('a completion script', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('for %s knows every command and flag', async (shell) => {
    const { script } = await withScript(shell)
    const { stdout } = await runCli(['vote', '--help'])
    const flags = [...stdout.matchAll(/^ +(?:-\w, )?--([a-z-]+)/gm)].map(([, flag = '']) => flag)
    expect(flags.length).toBeGreaterThan(20)
    expect(flags.filter((flag) => !script.includes(flag))).toEqual([])
  })

  const program = new Command('tool')
    .version('1')
    .helpCommand(false)
    .addCommand(
      new Command('draw')
        .argument('[prompt...]')
        .summary("what it's: a draw")
        .option('-p, --preset <name>', 'how to draw')
        .option('--file <path>', 'where from')
        .option('--no-color', 'plain'),
    )
    .addCommand(
      new Command('list')
        .summary('lists')
        .addCommand(new Command('show').argument('<name>').summary('one whole')),
    )
    .addCommand(new Command('go').argument('<dataset>').summary('goes').option('--into <folder>', 'to where'))
  const known = {
    '--preset': ['cold', "o'warm"],
    'list show <name>': ['one', 'two'],
    'go <dataset>': ['small'],
  }

  it.each([
    ['bash', bashScript],
    ['zsh', zshScript],
    ['fish', fishScript],
    ['ps1', powershellScript],
  ] as const)('is as written down: %s', async (ending, script) => {
    await expect(script('tool', commandWords(program, known))).toMatchFileSnapshot(`golden/tool.${ending}`)
  })

  it('is not made for a shell that is not known', async () => {
    expect(await runCli(['completion', 'tcsh'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'error: There is no completion for "tcsh".\nUse one of: bash, zsh, fish, powershell.\n',
    })
  })
})
