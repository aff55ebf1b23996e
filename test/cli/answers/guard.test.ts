import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loopVerdictSchema } from '../../../src/guard/schema.ts'
import { emptyFolder } from '../../support/folder.ts'
import { runCli } from '../../support/run-cli.ts'
import { sharedPath } from '../../support/shared.ts'

const guard = (args: readonly string[], stdin: string) => runCli(['guard', ...args], { stdin })
const loop = `Let me begin.\n${'We try again with the same numbers and fail. '.repeat(20)}`
const honest = Array.from(
  { length: 60 },
  (_, place) => `Case ${place}: ${place} squared is ${place ** 2}.`,
).join('\n')

describe('magi guard', () => {
  it('says where it would have tripped, by which signal, and on what', async () => {
    const { exitCode, stdout, stderr } = await guard([], loop)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^trips at character \d+ of 914 \(\d+ % of the text\)\nby period: the last /)
    expect(stdout).toContain('after: … Let me begin. We try again')
  })

  it('says that there is no loop', async () => {
    expect((await guard([], honest)).stdout).toMatch(/^no loop in [\d,]+ characters, 360 words\n$/)
  })

  it('gives one verdict a line; a bad line has its error in its place', async () => {
    const { exitCode, stdout, stderr } = await guard(
      ['--jsonl'],
      `${JSON.stringify({ id: 'a', text: loop, finished: false })}\nnope\n\n${JSON.stringify({ text: honest })}\n`,
    )
    const [first, second, third, ...rest] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect({ exitCode, rest }).toEqual({ exitCode: 0, rest: [] })
    expect(loopVerdictSchema.parse(first)).toMatchObject({ id: 'a', tripped: true, signal: 'period' })
    expect(second.error).toMatch(/^line 2: not JSON/)
    expect(third).toEqual({ id: 4, tripped: false })
    expect(stderr).toContain('1 of 4 lines could not be used')
  })

  it('is tuned by its flags, and shows the settings', async () => {
    const all = ['--repeats', '2', '--sentence-chars', '60', '--no-nothing-new', '-v', '--json']
    const { stdout, stderr } = await guard(all, loop)
    expect(loopVerdictSchema.parse(JSON.parse(stdout))).toMatchObject({ tripped: true, atChars: 104 })
    expect(stderr).toContain('"repeats":2,"sentenceChars":60,"wordChars":1000')
    expect((await guard(['--no-period', '--no-nothing-new'], loop)).stdout).toMatch(/^no loop/)
    expect((await guard(['--as', 'answer', '--repeats', '50'], loop)).stdout).toMatch(/^no loop/)
  })

  it.each([
    [['--share', '3'], '--share is "3".\nGive it a number above 0, up to 1.'],
    [['--sentence-chars', 'x'], '--sentence-chars is "x".'],
    [['--no-period', '--repeats', '4'], '--no-period switches off what --repeats sets.'],
    [['--as', 'prose'], '--as is "prose".'],
  ])('refuses %j', async (args, said) => {
    const { exitCode, stdout, stderr } = await guard(args, loop)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('reads a file', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'chain.txt'), loop)
    const { stdout } = await runCli(['guard', 'chain.txt', '--json'], { cwd })
    expect(loopVerdictSchema.parse(JSON.parse(stdout))).toMatchObject({ id: 'chain.txt', tripped: true })
  })
})

const recorded = sharedPath('recordings', '0.24.0', 'chat-thinking-1.json')

describe.skipIf(recorded === undefined)('recorded exchanges', () => {
  it('pass, where the model came to an end', async () => {
    const { readFile } = await import('node:fs/promises')
    const { response } = JSON.parse(await readFile(recorded ?? '', 'utf8'))
    const body = response.chunks.map(({ text }: { text: string }) => text).join('')
    const text = body
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line).message?.thinking ?? '')
      .join('')
    expect(text.length).toBeGreaterThan(20)
    expect((await guard(['--json'], text)).stdout).toBe('{"id":1,"tripped":false}\n')
  })
})
