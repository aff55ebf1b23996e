import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { startDemoRuntime } from '../../src/demo/runtime.ts'
import { runReportSchema } from '../../src/report/schema.ts'
import { emptyFolder } from '../support/folder.ts'
import { runCli, startCli } from '../support/run-cli.ts'
import { readRun } from '../support/vote-script.ts'

/** The demo runtime, and a folder for a run. */
async function setUp(slots = 2) {
  const runtime = await startDemoRuntime({ slots })
  onTestFinished(() => runtime.close())
  const folder = await emptyFolder()
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
    const { folder, options, common } = await setUp()
    const args = ['bench', 'arithmetic-easy', '-n', '6', '--limit', '3', ...common]
    await runCli([...args, '--run-dir', join(folder, 'whole')], options)
    const stopped = await startCli([...args, '--run-dir', join(folder, 'stopped')], options)
    const journal = join(folder, 'stopped', 'journal.jsonl')
    const written = async () => (await readFile(journal, 'utf8').catch(() => '')).split('\n').length
    while ((await written()) < 4) await new Promise((resolve) => setImmediate(resolve))
    stopped.signal('SIGINT')
    const { exitCode, stderr } = await stopped.result
    expect(exitCode).toBe(130)
    expect(stderr).toContain(`magi bench --resume`)
    const again = await runCli(['bench', '--resume', join(folder, 'stopped')], options)
    expect(again.exitCode).toBe(0)
    const drawn = async (name: string) => {
      const { samples } = await readRun(join(folder, name))
      const kept = samples.filter(({ end }) => end.type !== 'cancelled')
      return kept
        .map(({ key, seed, text, end }) => ({ key, seed, text, end }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
    }
    expect(await drawn('stopped')).toEqual(await drawn('whole'))
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
    const more = await runCli(['bench', '--resume', run, '-n', '9'], options)
    expect(more.stderr).toContain('n was 1, is 9')
    expect(more.exitCode).toBe(2)
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

  it.each([
    ['no dataset', [], 'There is no dataset'],
    ['an unknown one', ['aime-1066'], 'There is no dataset "aime-1066"'],
    ['temperature 0', ['choice', '-p', 'greedy'], 'At temperature 0'],
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
    const text = await runCli(['report', run], options)
    expect(text.stdout).toContain('pass@1')
  })
})
