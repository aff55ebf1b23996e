import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDemoRuntime } from '../../../src/demo/runtime.ts'
import { systemClock } from '../../../src/ground/clock.ts'
import { runReportSchema } from '../../../src/report/schema.ts'
import { FakeClock, passUntil } from '../../support/fake-clock.ts'
import { emptyFolder } from '../../support/folder.ts'
import { cliWith, runCli, startCli } from '../../support/run-cli.ts'
import { errorReply, halfClose, hold, send, stream } from '../../support/scripted-reply.ts'
import { answering, readRun } from '../../support/vote-script.ts'
import { textLine } from '../../support/wire-lines.ts'

/** The demo runtime, and a folder for a run. */
async function setUp(slots = 2, played: Parameters<typeof startDemoRuntime>[0] = {}) {
  const runtime = await startDemoRuntime({ slots, ...played })
  onTestFinished(() => runtime.close())
  const folder = emptyFolder()
  const env = { OLLAMA_HOST: runtime.host }
  const options = { env, clock: systemClock }
  const common = ['--seed', '7', '--slots', String(slots), '--max-tokens', '1500']
  return { runtime, folder, options, common }
}

describe('magi bench', () => {
  it('reports pass@k and maj@k with intervals, marked as simulated on the demo runtime', async () => {
    const { folder, options, common } = await setUp()
    const { exitCode, stdout } = await runCli(
      [
        'bench',
        'arithmetic-easy',
        '-n',
        '4',
        '--limit',
        '4',
        ...common,
        '--run-dir',
        join(folder, 'run'),
        '--json',
      ],
      options,
    )
    expect(exitCode).toBe(0)
    const report = runReportSchema.parse(JSON.parse(stdout))
    const [source] = report.sources
    expect(source).toMatchObject({ simulated: true, dataset: 'arithmetic-easy', problems: 4, samples: 16 })
    expect(source?.majAtK.map(({ k }) => k)).toEqual([1, 2, 3, 4])
    expect(source?.passAtK[0]?.mean).toBeCloseTo(source?.majAtK[0]?.mean ?? -1)
  })

  it('stopped and resumed, comes to the same samples as an uninterrupted run', async () => {
    // The runtime plays on a clock of its own: while that stands still no sample can end.
    const clock = new FakeClock()
    const { folder, options, common } = await setUp(2, { tokenDelayMs: 1, clock })
    const args = ['bench', 'arithmetic-easy', '-n', '6', '--limit', '3', ...common]
    const played = async <T>(running: Promise<T>): Promise<T> => {
      await passUntil(clock, running)
      return running
    }
    await played(runCli([...args, '--run-dir', join(folder, 'whole')], options))
    const at = join(folder, 'stopped run')
    const stopped = await startCli([...args, '--run-dir', at], options)
    const lines = async () =>
      (await readFile(join(at, 'journal.jsonl'), 'utf8').catch(() => '')).split('\n').length - 1
    while ((await lines()) < 4) await clock.advance(1)
    const shown = await runCli(['runs', 'show', at], options)
    expect(shown.stdout).toMatch(/easy-03 +no answer to count: nothing was drawn yet\n/)
    stopped.signal('SIGINT')
    const { exitCode, stdout, stderr } = await stopped.result
    expect(exitCode).toBe(130)
    expect(stdout).toContain('SIMULATED')
    expect(stdout).toMatch(/no figure yet; so far:\nproblem +samples +leads so far +votes\neasy-01 +\d +/)
    expect(stderr).toMatch(
      /stopped: interrupted\. \d samples saved\. Go on with: magi bench --resume '.*stopped run'/,
    )
    expect((await readRun(at)).result).toMatchObject({ stopped: 'interrupted' })
    const unfinished = await runCli(['runs', 'show', at], options)
    expect(unfinished.stdout).toContain(`unfinished: magi bench --resume '${at}'`)
    const again = await played(runCli(['bench', '--resume', at], options))
    expect(again.exitCode).toBe(0)
    expect(again.stderr).toMatch(/\d samples counted already/)
    expect(again.stderr).toMatch(/3 of 3 problems · 18 samples · .* pass@1 \d+ % · right votes /)
    expect((await readRun(at)).result).not.toHaveProperty('stopped')
    expect((await readRun(at)).manifest['commandLine']).toBe(
      ['magi', ...args, '--run-dir', `'${at}'`].join(' '),
    )
    const drawn = async (name: string) => {
      const { samples } = await readRun(join(folder, name))
      const kept = samples.filter(({ end }) => end.type !== 'cancelled')
      return kept
        .map(({ key, seed, text, end }) => ({ key, seed, text, end }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
    }
    expect(await drawn('stopped run')).toEqual(await drawn('whole'))
  })

  it('killed before its problems were written down, has them after it was resumed', async () => {
    const { folder, options, common } = await setUp()
    const run = join(folder, 'run')
    await runCli(['bench', 'choice', '-n', '1', '--limit', '1', ...common, '--run-dir', run], options)
    const problems = await readFile(join(run, 'problems.json'), 'utf8')
    await rm(join(run, 'problems.json'))
    expect((await runCli(['bench', '--resume', run], options)).exitCode).toBe(0)
    expect(await readFile(join(run, 'problems.json'), 'utf8')).toBe(problems)
  })

  it('says once a minute how far it is where there is no terminal, and how long the rest may take', async () => {
    const set = join(emptyFolder(), 'set.jsonl')
    await writeFile(set, '{"id":"a","prompt":"What is 2 + 2?","answer":"4"}\n')
    const clock = new FakeClock()
    const waiting = hold()
    const broken = errorReply(500, 'out of luck')
    const held = stream(waiting, ...answering('4').steps)
    const { start } = await cliWith(answering('4'), broken, held, answering('4'))
    const running = await start(['bench', set, '-n', '3', '--slots', '1', '--seed', '1'], { clock })
    await waiting.reached
    // What failed is named once it is counted.
    await running.shows('a/1 runtime-error: out of luck')
    const lines = () => running.stderr.split('\n').filter((line) => line.startsWith('0 of 1 problem'))
    expect(lines()).toEqual([])
    await clock.advance(60_000)
    await clock.advance(60_000)
    expect(lines()).toEqual([
      '0 of 1 problem · 2 samples · 0 + 0 tok/s thinking + answer · pass@1 50 % · 1 min · about 30 s left',
      '0 of 1 problem · 2 samples · 0 + 0 tok/s thinking + answer · pass@1 50 % · 2 min · about 1 min left',
    ])
    waiting.release()
    const { stderr } = await running.result
    expect(stderr).toMatch(/1 of 1 problem · 3 samples · .* pass@1 100 % · right votes 100 % · 2 min\n/)
  })

  it('refuses to resume over another dataset, model or number, with the difference named', async () => {
    const { folder, options, common } = await setUp()
    const set = join(folder, 'set.jsonl')
    await writeFile(set, '{"id":"a","prompt":"What is 2 + 2?","answer":"4"}\n')
    const run = join(folder, 'run')
    await runCli(['bench', set, '-n', '1', ...common, '--run-dir', run], options)
    await writeFile(set, '{"id":"a","prompt":"What is 2 + 3?","answer":"5"}\n')
    const changed = await runCli(['bench', '--resume', run], options)
    expect(changed).toMatchObject({ exitCode: 2, stdout: '' })
    expect(changed.stderr).toContain('dataset.hash was')
    await writeFile(set, '{"id":"a","prompt":"What is 2 + 2?","answer":"4"}\n')
    const other = await runCli(['bench', '--resume', run, '--rule', 'certain'], options)
    expect(other).toMatchObject({ exitCode: 2, stdout: '' })
    expect(other.stderr).toContain('rule was "all", is "certain"')
    const colder = await runCli(['bench', '--resume', run, '-o', 'temperature=0.1'], options)
    expect(colder).toMatchObject({ exitCode: 2, stdout: '' })
    expect(colder.stderr).toContain('request.options.temperature was')
    for (const flag of ['--limit', '--budget', '--choice-seed']) {
      const barred = await runCli(['bench', '--resume', run, flag, '3'], options)
      expect(barred).toMatchObject({ exitCode: 2, stdout: '' })
      expect(barred.stderr).toContain(`error: ${flag} is for a new run.`)
    }
    const dry = await runCli(['bench', '--resume', run, '--dry-run'], options)
    expect(dry.stderr).toContain('error: A resumed experiment has no dry run.')
  })

  it('with --dry-run names the seeds that the run then sends', async () => {
    const { folder, options, common } = await setUp()
    const run = join(folder, 'run')
    const args = ['bench', 'choice', '--limit', '3', '-n', '2', '--tie', 'extend', '--extend', '1', ...common]
    const dry = await runCli([...args, '--dry-run'], options)
    await runCli([...args, '--run-dir', run], options)
    const { samples } = await readRun(run)
    const begun = samples.filter(({ index }) => index === 0).map(({ problem, seed }) => [problem, seed])
    const { seeds } = JSON.parse(dry.stdout) as { seeds: { problem: string; first: number }[] }
    expect(seeds.map(({ problem, first }) => [problem, first])).toEqual(begun)
    expect(seeds[0]).toEqual({
      problem: seeds[0]?.problem,
      first: seeds[0]?.first,
      last: (seeds[0]?.first ?? 0) + 1,
      lastOfTies: (seeds[0]?.first ?? 0) + 2,
    })
  })

  it.each([
    ['no dataset', [], 'There is no dataset'],
    ['an unknown one', ['aime-1066'], 'There is no dataset "aime-1066"'],
    ['temperature 0', ['choice', '-p', 'greedy'], 'At temperature 0'],
    ['a prompt of its own', ['choice', '-f', 'x.txt'], '--file is for a single prompt.'],
    ['a budget beside a rule', ['choice', '--budget', 'mean=2', '--rule', 'certain'], '--budget spreads'],
  ])('refuses %s', async (_, args, message) => {
    const { options } = await setUp()
    const { exitCode, stdout, stderr } = await runCli(['bench', ...args], options)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('spreads one budget, and reports votes and forecast but no figures over samples', async () => {
    const { folder, options, common } = await setUp()
    const { exitCode, stdout } = await runCli(
      [
        'bench',
        'arithmetic-easy',
        '--budget',
        'mean=3',
        ...common,
        '--run-dir',
        join(folder, 'run'),
        '--json',
      ],
      options,
    )
    expect(exitCode).toBe(0)
    const [source] = runReportSchema.parse(JSON.parse(stdout)).sources
    expect(source).toMatchObject({ problems: 10, samples: 30 })
    expect(source?.majAtK.map(({ k }) => k)).toEqual([1])
    expect(source?.notes.join()).toContain('expected agreement')
  })

  it('is reported again from its folder, as HTML without any model text unescaped', async () => {
    const { folder, options, common } = await setUp()
    const run = join(folder, 'run')
    await runCli(['bench', 'choice', '-n', '2', '--limit', '2', ...common, '--run-dir', run], options)
    const page = join(folder, 'page.html')
    expect(await runCli(['report', run, '--format', 'html', '--output', page], options)).toMatchObject({
      exitCode: 0,
      stdout: '',
    })
    const html = await readFile(page, 'utf8')
    expect(html).toContain('SIMULATED')
    expect(html).not.toMatch(/<script/i)
    const piped = await runCli(['report', run, '--format', 'html'], options)
    const untimed = (text: string) => text.replace(/<time .*<\/time>/, '').trimEnd()
    expect({ exitCode: piped.exitCode, page: untimed(piped.stdout) }).toEqual({
      exitCode: 0,
      page: untimed(html),
    })
    await appendFile(join(run, 'journal.jsonl'), '{"schema":"magi.sam')
    const text = await runCli(['report', run], options)
    expect(text.stdout).toContain('pass@1')
    expect(text.stderr).toContain('Line 5 of the journal is not whole yet; it is left out.')
  })

  it('rides out a busy runtime and cut streams, counts them by cause, and says what drawing again did', async () => {
    const set = join(emptyFolder(), 'set.jsonl')
    await writeFile(set, '{"id":"a","prompt":"What is 2 + 2?","answer":"4"}\n')
    const cut = stream(send(textLine({ thinking: 'Hm.' })), halfClose)
    const clock = new FakeClock()
    const { start, run } = await cliWith(
      ...[errorReply(503, 'server busy'), answering('4'), cut, answering('5'), answering('4')],
    )
    const folder = emptyFolder()
    const args = ['bench', set, '-n', '3', '--slots', '1', '--run-dir', folder]
    const running = await start(args, { clock })
    await passUntil(clock, running.result)
    const { exitCode, stdout } = await running.result
    expect(exitCode).toBe(0)
    expect(stdout).toContain(
      '1 sample drawn again, with the same seed, after an attempt that ended as reset: ' +
        '100.0 % right, 6 tokens in the mean; all others: 50.0 % right, 6 tokens in the mean',
    )
    expect(stdout).toContain('1 request sent again before a first part came (1 busy)')
    const { result, samples } = await readRun(folder)
    expect(result).toMatchObject({ redrawn: { reset: 1 }, sentAgain: { busy: 1 } })
    expect(samples.map(({ key, attempt }) => `${key} ${attempt}`)).toEqual([
      'a/0 1',
      'a/1 1',
      'a/2 1',
      'a/1 2',
    ])
    const again = await run(['report', folder])
    expect(again.stdout).toContain('(1 busy)')
  })
})
