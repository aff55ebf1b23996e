import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withChecksum } from '../../../src/journal/checksum.ts'
import { installedModel } from '../../support/default-replies.ts'
import { emptyFolder } from '../../support/folder.ts'
import { bodiesOf, cliWith, runCli } from '../../support/run-cli.ts'
import { errorReply, type Reply, send, stall, stream } from '../../support/scripted-reply.ts'
import { bySeed, bySeeds, readRun, readVote } from '../../support/vote-script.ts'
import { textLine } from '../../support/wire-lines.ts'

const seeded = ['--seed', '100'] as const
const endless = stream(send(textLine({ thinking: 'one' })), stall)
const answers = ['42', '41', '42', '7', '42', '41', '42']
const broken = errorReply(500, 'out of order')

/** A vote of seven that stopped when two samples were there, one had failed and one was under way. */
async function stoppedVote() {
  const folder = join(emptyFolder(), 'run')
  const { start } = await cliWith(...bySeed(100, ['42', '41', broken, endless]))
  const running = await start([
    'vote',
    '-n',
    '7',
    ...seeded,
    '--rule',
    'all',
    '--run-dir',
    folder,
    'What is 6 × 7?',
  ])
  await running.shows('3 of 7 drawn')
  running.signal('SIGINT')
  await running.result
  return folder
}

describe('a resumed vote', () => {
  it('draws only what is missing, with the same seeds, and comes to what it would have come to', async () => {
    const whole = await cliWith(...bySeed(100, answers))
    const args = ['vote', '-n', '7', ...seeded, '--rule', 'all', '--json', 'What is 6 × 7?']
    const uninterrupted = readVote((await whole.run(args)).stdout)
    const folder = await stoppedVote()
    const { ollama, run } = await cliWith(...bySeed(100, answers))
    const again = ['vote', '--resume', folder, '--host', ollama.host, '--json']
    const { exitCode, stdout, stderr } = await run(again)
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/^magistral:24b \(\w{12}\) · goes on with \S+ · 2 of 7 samples on the disk$/m)
    const resumed = readVote(stdout)
    const { vote, clusters, samples, stop } = uninterrupted
    expect(resumed).toMatchObject({ vote, clusters, samples, stop })
    expect(bodiesOf(ollama).map(({ options }) => options['seed'])).toEqual([102, 103, 104, 105, 106])
    const [first] = bodiesOf(whole.ollama)
    for (const body of bodiesOf(ollama)) {
      expect(body).toEqual({ ...first, options: { ...first?.options, seed: body.options['seed'] } })
    }
    expect((await readRun(folder)).samples.map(({ index, attempt }) => [index, attempt])).toEqual([
      ...[
        [0, 1],
        [1, 1],
        [2, 1],
        [3, 1],
      ],
      ...[
        [2, 2],
        [3, 2],
        [4, 1],
        [5, 1],
        [6, 1],
      ],
    ])
  })

  it('goes on at the host it was begun at, and takes its run id as well', async () => {
    const env = { XDG_STATE_HOME: emptyFolder() }
    const replies: Record<number, Reply | string> = { 100: '42', 101: endless }
    const { start, run } = await cliWith(...bySeeds(replies))
    const running = await start(['vote', '-n', '2', ...seeded, '--rule', 'all', 'x'], { env })
    await running.shows('1 of 2 drawn')
    running.signal('SIGINT')
    const [, runId = ''] = /--resume (\S+)/.exec((await running.result).stderr) ?? []
    replies[101] = '42'
    const resumed = await run(['vote', '--resume', runId], { env: { ...env, OLLAMA_HOST: '' } })
    expect(resumed).toMatchObject({ exitCode: 0, stdout: '42\n' })
  })

  it('draws and loads nothing where all is there, and says the same again', async () => {
    const folder = join(emptyFolder(), 'run')
    const { ollama, run } = await cliWith(...bySeed(100, ['42', '42', endless]))
    const first = await run(['vote', '-n', '3', ...seeded, '--run-dir', folder, '--json', 'x'])
    const before = ollama.requests.length
    const again = await run(['vote', '--resume', folder, '--json'])
    expect(again.exitCode).toBe(0)
    expect(readVote(again.stdout)).toEqual(readVote(first.stdout))
    expect(ollama.requests.slice(before).map(({ path }) => path)).toEqual([
      '/api/version',
      '/api/tags',
      '/api/show',
    ])
  })

  it('draws a sample again whose line was torn, and says so', async () => {
    const folder = await stoppedVote()
    const journal = join(folder, 'journal.jsonl')
    const lines = (await readFile(journal, 'utf8')).split('\n')
    await writeFile(journal, `${lines[0]}\n${lines[1]?.slice(0, 50)}`)
    const { ollama, run } = await cliWith(...bySeed(100, answers))
    const { exitCode, stdout, stderr } = await run(['vote', '--resume', folder, '--host', ollama.host])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
    expect(stderr).toContain(
      'Cut off line 2 of the journal, torn by a stop (50 bytes). That sample is drawn again.',
    )
    expect(bodiesOf(ollama).map(({ options }) => options['seed'])).toEqual([101, 102, 103, 104, 105, 106])
  })

  it('takes over the lock of a process that is gone, and says so', async () => {
    const folder = await stoppedVote()
    await writeFile(join(folder, 'lock'), '{"pid":4194305,"host":"')
    const { ollama, run } = await cliWith(...bySeed(100, answers))
    const { exitCode, stderr } = await run(['vote', '--resume', folder, '--host', ollama.host])
    expect(exitCode).toBe(0)
    expect(stderr).toContain('Took over the run from a process that left no name.')
  })

  it('takes another number of slots', async () => {
    const folder = await stoppedVote()
    const { ollama, run } = await cliWith(...bySeed(100, answers))
    const { exitCode } = await run(['vote', '--resume', folder, '--host', ollama.host, '--slots', '5'])
    expect(exitCode).toBe(0)
  })

  it('shows what it would draw with --dry-run, and leaves the run alone', async () => {
    const folder = await stoppedVote()
    const before = await readRun(folder)
    const { ollama, run } = await cliWith()
    const { exitCode, stdout } = await run(['vote', '--resume', folder, '--host', ollama.host, '--dry-run'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      folder,
      host: ollama.host,
      onDisk: 4,
      seeds: [102, 103, 104, 105, 106],
      request: { model: 'magistral:24b', stream: true },
    })
    expect(ollama.drawn).toEqual([])
    expect(await readRun(folder)).toEqual(before)
  })
})

describe('a run that is not resumed', () => {
  async function refused(folder: string, ...args: string[]) {
    const { ollama, run } = await cliWith()
    ollama.installed = [installedModel(), installedModel({ name: 'qwq:32b', digest: 'another' })]
    const before = await readRun(folder).catch(() => undefined)
    const { exitCode, stdout, stderr } = await run([
      'vote',
      '--resume',
      folder,
      '--host',
      ollama.host,
      ...args,
    ])
    expect({ stdout, drawn: ollama.drawn }).toEqual({ stdout: '', drawn: [] })
    expect(await readRun(folder).catch(() => undefined)).toEqual(before)
    return { exitCode, stderr }
  }

  it.each([
    [['-n', '6'], 'n was 7, is 6'],
    [['--seed', '1'], 'seedBase was 100, is 1'],
    [['--preset', 'steady'], 'preset was "majority", is "steady"'],
    [['--rule', 'certain'], 'rule was "all", is "certain"'],
    [['--model', 'qwq:32b'], 'model.name was "magistral:24b", is "qwq:32b"'],
    [['-o', 'temperature=0.2'], 'request.options.temperature was 0.8, is 0.2'],
    [['-o', 'stop=END'], 'request.options.stop was not set, is ["END"]'],
    [['--max-tokens', '99'], 'request.options.num_predict was 38912, is 99'],
    [['--max-thinking-tokens', '99'], 'limits.thinkingTokens was 37888, is 99'],
    [['--timeout', '3h'], 'limits.totalMs was 7200000, is 10800000'],
    [['--no-think'], 'request.think was true, is false'],
    [['--answer', 'choice'], 'answer.kind was "auto", is "choice"'],
    [['--quorum', '0.5'], 'quorum was not set, is 0.5'],
    [['--tie', 'first'], 'tie was "declare", is "first"'],
    [['--schedule', 'lookahead'], 'schedule was "eager", is "lookahead"'],
    [['--on-trip', 'retry'], 'onTrip was "drop", is "retry"'],
    [['--count-forced'], 'countForced was false, is true'],
    [['--profile', 'cpu'], 'profile was "default", is "cpu"'],
    [['--system', 'Be brief.'], '--system is for a new run.'],
    [['--run-dir', 'elsewhere'], '--run-dir is for a new run.'],
    [['--file', 'prompt.txt'], 'A resumed run has its prompt already.'],
    [['What is 7 × 7?'], 'A resumed run has its prompt already.'],
  ])('is one that %j would make another', async (args, difference) => {
    const { exitCode, stderr } = await refused(await stoppedVote(), ...args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(difference)
  })

  it('is one whose model is another now', async () => {
    const folder = await stoppedVote()
    const { ollama, run } = await cliWith()
    ollama.installed = [installedModel({ digest: 'f00d' })]
    const { exitCode, stdout, stderr } = await run(['vote', '--resume', folder, '--host', ollama.host])
    expect({ exitCode, stdout, drawn: ollama.drawn }).toEqual({ exitCode: 2, stdout: '', drawn: [] })
    expect(stderr).toContain(
      'model.digest was "39c75d9a7c0b5e2f4f1e6a8b9c0d1e2f3a4b5c6d7e8f90112233445566778899", is "f00d"',
    )
  })

  it('is one that another process writes', async () => {
    const folder = join(emptyFolder(), 'run')
    const { start } = await cliWith(endless)
    const running = await start(['vote', ...seeded, '--run-dir', folder, '--rule', 'all', 'x'])
    await running.shows('is loaded')
    const { exitCode, stderr } = await refused(folder)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`error: The run folder ${folder} is being written by process ${process.pid}.`)
    running.signal('SIGINT')
    await running.result
  })

  it.each([
    ['{ "schema": ', 1, 'manifest.json:1:13: this is not JSON.'],
    ['{ "schema": "magi.run/2" }', 1, 'written as "magi.run/2", which this version of Magi does not read'],
    ['{ "schema": "magi.run/1" }', 1, 'manifest.json:1: runId: missing'],
  ])('is one with a bad manifest: %s', async (text, code, named) => {
    const folder = await stoppedVote()
    await writeFile(join(folder, 'manifest.json'), text)
    const { exitCode, stderr } = await refused(folder)
    expect(exitCode).toBe(code)
    expect(stderr).toContain(named)
    expect(stderr).toContain(join(folder, 'manifest.json'))
  })

  it('is one whose journal is damaged before its end', async () => {
    const folder = await stoppedVote()
    const journal = join(folder, 'journal.jsonl')
    await writeFile(journal, `not JSON\n${await readFile(journal, 'utf8')}`)
    const { exitCode, stderr } = await refused(folder)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`${journal}, line 1: `)
  })

  it('is one with samples of a newer version', async () => {
    const folder = await stoppedVote()
    await appendFile(join(folder, 'journal.jsonl'), `${withChecksum('{"schema":"magi.sample/9"}')}\n`)
    const { exitCode, stderr } = await refused(folder)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('line 5: written as "magi.sample/9", which this version of Magi does not read')
  })

  it('is one that is not there', async () => {
    const { exitCode, stdout, stderr } = await runCli(['vote', '--resume', '20260101T000000Z-abcd'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain('"20260101T000000Z-abcd" is no run')
  })
})

describe('a vote that grows', () => {
  const more = ['42', '41', '41', '42', '41', '41', '41', '41']

  async function smallVote(...flags: string[]) {
    const folder = join(emptyFolder(), 'run')
    const { run } = await cliWith(...bySeed(100, more))
    await run(['vote', '-n', '4', ...seeded, ...flags, '--run-dir', folder, 'What is 6 × 7?'])
    return folder
  }

  it('comes to what a vote of as many samples from the beginning comes to, with the same seeds', async () => {
    const whole = await cliWith(...bySeed(100, more))
    const args = ['vote', '-n', '8', ...seeded, '--rule', 'all', '--json', 'What is 6 × 7?']
    const { vote, clusters, samples, stop } = readVote((await whole.run(args)).stdout)
    const folder = await smallVote('--rule', 'all')
    const { ollama, run } = await cliWith(...bySeed(100, more))
    const again = ['vote', '--resume', folder, '-n', '8', '--host', ollama.host, '--json']
    const { exitCode, stdout, stderr } = await run(again)
    expect({ exitCode, resumed: readVote(stdout) }).toMatchObject({
      exitCode: 0,
      resumed: { vote, clusters, samples, stop },
    })
    expect(stderr).toContain('4 of 8 samples on the disk')
    expect(bodiesOf(ollama).map(({ options }) => options['seed'])).toEqual([104, 105, 106, 107])
    expect((await readRun(folder)).manifest).toMatchObject({ n: 8, grownFrom: [4] })
    const verified = await runCli(['runs', 'verify', folder])
    expect(verified).toMatchObject({ exitCode: 0 })
    expect((await runCli(['runs', 'show', folder])).stdout).toContain('grown from n 4')
  })

  it('holds the vote again where the rule stopped it: with more to come, its risk is another', async () => {
    const folder = await smallVote('--rule', 'certain', '--slots', '1')
    const { ollama, run } = await cliWith(...bySeed(100, more))
    const { stdout } = await run(['vote', '--resume', folder, '-n', '8', '--host', ollama.host, '--json'])
    expect(readVote(stdout)).toMatchObject({
      vote: { type: 'won', answer: '41' },
      samples: { asked: 8 },
    })
  })

  it('may have a greater minimum too, and shrinks in nothing', async () => {
    const folder = await smallVote('--rule', 'all')
    const refused = async (...flags: string[]) => {
      const { ollama, run } = await cliWith(...bySeed(100, more))
      const { exitCode, stderr } = await run(['vote', '--resume', folder, ...flags, '--host', ollama.host])
      return [exitCode, stderr.split('\n').find((line) => line.startsWith('error:'))]
    }
    expect(await refused('-n', '3')).toEqual([2, expect.stringContaining('n was 4, is 3')])
    expect(await refused('--min', '9')).toEqual([2, 'error: min is 9, and n is 4.'])
    expect(await refused('-n', '8', '--rule', 'certain')).toEqual([
      2,
      expect.stringContaining('rule was "all", is "certain"'),
    ])
    expect((await readRun(folder)).manifest).toMatchObject({ n: 4 })
    expect((await readRun(folder)).manifest).not.toHaveProperty('grownFrom')
  })

  it('says beforehand what it would draw, and changes nothing', async () => {
    const folder = await smallVote('--rule', 'all')
    const { ollama, run } = await cliWith(...bySeed(100, more))
    const { stdout } = await run(['vote', '--resume', folder, '-n', '6', '--dry-run', '--host', ollama.host])
    expect(JSON.parse(stdout)).toMatchObject({ onDisk: 4, seeds: [104, 105] })
    expect((await readRun(folder)).manifest).toMatchObject({ n: 4 })
  })
})
