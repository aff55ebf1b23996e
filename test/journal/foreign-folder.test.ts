import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRun, resumeRun } from '../../src/journal/run-folder.ts'
import { emptyFolder } from '../support/folder.ts'
import { manifestOf } from '../support/manifest.ts'
import { recordVote, stateFolder } from '../support/recorded-run.ts'
import { cliWith, runCli } from '../support/run-cli.ts'
import { bySeed } from '../support/vote-script.ts'

/** The files of a folder with their texts. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  )
}

/** A project of something else that has files of the same names as a run. */
async function webProject(): Promise<string> {
  const folder = emptyFolder()
  const files = {
    'manifest.json': '{"name":"shop","start_url":"/"}',
    'result.json': '{"ok":true}',
    'problems.json': '[]',
    'journal.jsonl': '{"mine":1}\n',
    'summary.json': '{}',
    lock: 'npm',
    'manifest.json.17': 'mine',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

describe('magi runs remove', () => {
  it.each([
    ['a project with files of the same names', async () => webProject()],
    [
      'a manifest of another kind of Magi',
      async () => {
        const folder = emptyFolder()
        await writeFile(
          join(folder, 'manifest.json'),
          '{"schema":"magi.preset/1","runId":"20261122T101500Z-k3f9"}',
        )
        return folder
      },
    ],
    [
      'a manifest without the id of a run',
      async () => {
        const folder = emptyFolder()
        await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifestOf({ runId: '../../etc' })))
        return folder
      },
    ],
  ])('leaves what is no run: %s', async (_, make) => {
    const folder = await make()
    const before = await contentOf(folder)
    const { exitCode, stdout, stderr } = await runCli(['runs', 'remove', folder, '--yes'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(`${folder} is no folder of a run`)
    expect(stderr).toContain('Nothing was removed.')
    expect(await contentOf(folder)).toEqual(before)
  })

  it('follows no link: neither to a folder, nor to a file in it', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['4'])
    const link = join(emptyFolder(), 'link')
    await symlink(folder, link)
    const before = await contentOf(folder)
    const linked = await runCli(['runs', 'remove', link, '--yes'], { env })
    expect(linked.exitCode).toBe(2)
    expect(linked.stderr).toContain(`${link} is a symbolic link, and links are not followed.`)
    expect(await contentOf(folder)).toEqual(before)

    const outside = join(emptyFolder(), 'mine.json')
    await writeFile(outside, 'mine')
    await symlink(outside, join(folder, 'result.json'))
    const inside = await runCli(['runs', 'remove', folder, '--yes'], { env })
    expect(inside.exitCode).toBe(2)
    expect(inside.stderr).toContain('holds result.json as a link or a folder, which no run writes.')
    expect(await readFile(outside, 'utf8')).toBe('mine')
    expect((await readdir(folder)).sort()).toEqual(['journal.jsonl', 'manifest.json', 'result.json'])
  })

  it('removes none of several where one is no run', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['4'])
    const project = await webProject()
    expect(await runCli(['runs', 'remove', folder, project, '--yes'], { env })).toMatchObject({ exitCode: 2 })
    expect((await readdir(folder)).sort()).toEqual(['journal.jsonl', 'manifest.json'])
  })

  it('names what it keeps, and removes what a kill left', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['4'])
    await writeFile(join(folder, 'manifest.json.99999999'), '{\n  "schema": "magi.run/1",\n  "prom')
    await writeFile(join(folder, 'result.json.4712'), '')
    await writeFile(join(folder, 'notes.txt'), 'mine')
    await mkdir(join(folder, 'lock.d'))
    const { exitCode, stderr } = await runCli(['runs', 'remove', folder, '--yes'], { env })
    expect(exitCode).toBe(0)
    expect(stderr).toBe(`removed the run in ${folder}; other files in it are kept: lock.d, notes.txt\n`)
    expect((await readdir(folder)).sort()).toEqual(['lock.d', 'notes.txt'])
  })
})

describe('--run-dir', () => {
  const args = (folder: string) => ['vote', '-n', '1', '--seed', '100', '--run-dir', folder, 'x']

  it('refuses a folder that is no run and not empty, and leaves it as it was', async () => {
    const { ollama, run } = await cliWith(...bySeed(100, ['42']))
    const folder = await webProject()
    const before = await contentOf(folder)
    const { exitCode, stdout, stderr } = await run(args(folder))
    expect({ exitCode, stdout, drawn: ollama.drawn }).toEqual({ exitCode: 2, stdout: '', drawn: [] })
    expect(stderr).toContain(
      `error: ${folder} is no folder of a run, and not empty: it holds journal.jsonl, lock, manifest.json, manifest.json.17, problems.json …`,
    )
    expect(await contentOf(folder)).toEqual(before)
    expect((await run(['vote', '--resume', folder])).exitCode).toBe(1)
    expect(await contentOf(folder)).toEqual(before)
  })

  it('refuses a lock alone that is another program’s', async () => {
    const folder = emptyFolder()
    await writeFile(join(folder, 'lock'), '99999999\n')
    await expect(createRun(folder, manifestOf())).rejects.toThrow('it holds lock.')
    expect(await contentOf(folder)).toEqual({ lock: '99999999\n' })
  })

  it('takes an empty folder, and one in which a run was being begun when it was killed', async () => {
    const { run } = await cliWith(...bySeed(100, ['42']))
    const folder = emptyFolder()
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: 999_999_999, host: 'x', began: '' }))
    await expect(createRun(folder, manifestOf())).rejects.toThrow(
      'is being written by process 999999999 on x',
    )
    await writeFile(join(folder, 'lock'), '')
    await writeFile(join(folder, 'manifest.json.99999999'), '{\n  "schema": "magi.run/1",\n  "prom')
    await writeFile(join(folder, 'lock.99999999-0123456789abcdef'), '')
    expect(await run(args(folder))).toMatchObject({ exitCode: 0, stdout: '42\n' })
    expect(Object.keys(await contentOf(folder))).toEqual([
      'explain.json',
      'journal.jsonl',
      'manifest.json',
      'result.json',
    ])
  })

  it('below a folder where nothing can be made ends with a sentence', async () => {
    const { ollama, run } = await cliWith()
    const folder = process.platform === 'linux' ? '/proc/a/b' : join(emptyFolder(), '\0')
    const { exitCode, stderr } = await run(args(folder))
    expect({ exitCode, drawn: ollama.drawn }).toEqual({ exitCode: 1, drawn: [] })
    expect(stderr).toContain(`error: Cannot make the run folder ${folder}: `)
    if (process.platform === 'linux')
      expect(stderr).toContain(': /proc/a: there is no such file or folder (ENOENT).\nName a folder')
  })
})

describe('a run that is opened again', () => {
  it('is cleaned of what a kill left, and of nothing else', async () => {
    const folder = join(emptyFolder(), 'run')
    await (await createRun(folder, manifestOf())).close()
    await rename(join(folder, 'manifest.json'), join(folder, 'kept'))
    const text = await readFile(join(folder, 'kept'), 'utf8')
    await rename(join(folder, 'kept'), join(folder, 'manifest.json'))
    await writeFile(join(folder, 'manifest.json.17'), text)
    await writeFile(join(folder, 'result.json.18'), text.slice(0, 20))
    await writeFile(join(folder, 'result.json.19'), 'mine')
    await writeFile(join(folder, 'result.json.bak'), text)
    await writeFile(join(folder, 'lock.999999999-0123456789abcdef'), '')
    await (await resumeRun(folder, manifestOf(), () => {})).close()
    expect((await readdir(folder)).sort()).toEqual([
      'journal.jsonl',
      'manifest.json',
      'result.json.19',
      'result.json.bak',
    ])
  })
})
