import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { showError } from '../../src/cli/command.ts'
import { messageOf } from '../../src/ground/errors.ts'
import { emptyFolder } from '../support/folder.ts'
import { runCli } from '../support/run-cli.ts'

const refused = (code: string, syscall: string, path?: string) =>
  Object.assign(new Error(`${code}: as Node says it, ${syscall} '${path}'`), { code, syscall, path })

describe('a call to the file system that is refused', () => {
  it('is said in words, with the code to look for', async () => {
    const folder = emptyFolder()
    const of = (work: Promise<unknown>) => work.then(() => '', messageOf)
    expect(await of(readFile(folder))).toBe('it is a folder, and no file (EISDIR)')
    expect(await of(readFile(join(folder, 'nope')))).toBe('there is no such file or folder (ENOENT)')
    expect(await of(rm(join(folder, 'nope')))).toBe('there is no such file or folder (ENOENT)')
    expect(messageOf(refused('EACCES', 'open', '/x'))).toBe('permission denied (EACCES)')
  })

  it('says what, where, why and what to do where nothing more is known of it', () => {
    const said: string[] = []
    const terminal = { err: (text: string) => void said.push(text), style: (_: string, text: string) => text }
    showError(refused('EACCES', 'open', '/root/\u001b[2Jx'), terminal, false)
    showError(refused('ENOSPC', 'write'), terminal, false)
    expect(said).toEqual([
      'error: Cannot open /root/x: permission denied (EACCES).\n',
      'Change who may use it (chmod, chown), or name another place.\n',
      'error: Cannot write: no space is left on the disk (ENOSPC).\n',
      'Make room there, or name another place.\n',
    ])
  })

  it('is nothing else with the same code: a connection that is refused says so itself', async () => {
    const socket = createConnection({ host: '127.0.0.1', port: 1 })
    const [error] = (await once(socket, 'error').catch((thrown) => [thrown])) as [Error]
    expect(messageOf(error)).toContain('ECONNREFUSED')
    expect(messageOf(refused('EACCES', 'connect'))).toContain('as Node says it')
  })

  it.each([
    ['ask', '-f', 'FOLDER'],
    ['ask', '--schema', 'FOLDER', 'x'],
    ['vote', '--options', 'FOLDER', 'x'],
    ['vote', '--profile', './FOLDER', 'x'],
    ['guard', 'FOLDER'],
    ['answers', 'extract', 'FOLDER'],
    ['bench', 'FOLDER'],
  ])('never reaches the reader as the system words it: magi %s %s', async (...args) => {
    const cwd = emptyFolder()
    const { exitCode, stderr } = await runCli(
      args.map((arg) => arg.replace('FOLDER', '.')),
      { cwd },
    )
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^error: .*: it is a folder, and no file \(EISDIR\)/)
    expect(stderr).not.toContain('illegal operation')
  })
})
