import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../../src/ground/errors.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { expectSection, markdownTable } from '../support/golden-section.ts'
import { readRun } from '../support/vote-script.ts'
import { FaultyRuntime, flagsOf, type Ran } from './support/faulty-run.ts'
import { phases, possiblePhases, wholeText } from './support/phase.ts'
import { wireFaults } from './support/wire-faults.ts'

/** What came out, by fault and phase, as the table shows it. */
const cells = new Map<string, string>()
/** What `ask` said of each fault, in the first phase that it harmed. */
const messages = new Map<string, string>()

describe.each(wireFaults)('$name', (fault) => {
  describe.each(possiblePhases(fault))('$name', (phase) => {
    it('has a named outcome, keeps what came, closes the connection, and the run resumes', async () => {
      const runtime = await FaultyRuntime.start(fault, phase)
      const flags = flagsOf(phase)
      const folder = join(runtime.home, 'run')
      const journal = () => readFile(join(folder, 'journal.jsonl'), 'utf8')
      const onlyAnswer = ['--seed', '7', '-n', '1', '--run-dir', folder]

      const voted = await runtime.run(['vote', ...onlyAnswer, ...flags, 'How many?'])
      const [sample, ...others] = (await readRun(folder)).samples
      if (sample === undefined) return expect.fail(`nothing was kept:\n${voted.stderr}`)
      expect(others).toEqual([])
      const came = fault.bringsRest ? phase.all : phase.came
      if (fault.bringsSome) {
        expect(phase.all.thinking.startsWith(sample.thinking)).toBe(true)
        expect(phase.all.text.startsWith(sample.text)).toBe(true)
        expect(sample.text.startsWith(came.text)).toBe(true)
      } else {
        expect({ thinking: sample.thinking, text: sample.text }).toEqual(came)
      }
      expect(sample.answer.type).toBe(isWhole(sample) ? 'found' : 'none')
      expect(voted.exitCode).toBe(sample.end.type === 'finished' ? exitCodes.answered : exitCodes.noAnswer)
      expectTidy(voted)

      await runtime.restart()
      const asked = await runtime.run(['ask', ...flags, '--seed', '7', 'How many?'])
      expect(asked.exitCode).toBe(askCode(sample))
      expect(asked.stdout).toBe(sample.text === '' ? '' : `${sample.text}\n`)
      for (const said of messagesOf(sample)) expect(asked.stderr).toContain(said)
      expectTidy(asked)
      const warnings = asked.stderr.split('\n').filter((line) => line.startsWith('warning: '))
      if (!phase.forced && warnings.length > 0 && !messages.has(fault.name))
        messages.set(
          fault.name,
          warnings
            .join(' ')
            .replace('warning: ', '')
            // Behind it stand the words of the system, which are its own.
            .replace(/(the connection broke|no connection): .*/, '$1: …'),
        )

      const requests = voted.closed.length - (phase.forced ? 1 : 0)
      expect(asked.closed).toHaveLength(voted.closed.length)
      if (requests > 1) {
        await runtime.restart()
        const again = await runtime.run(['ask', ...flags, 'How many?'], { once: true })
        expect({ exitCode: again.exitCode, stdout: again.stdout }).toEqual({
          exitCode: 0,
          stdout: `${wholeText}\n`,
        })
      }

      const before = await journal()
      await runtime.heal()
      const resumed = await runtime.run(['vote', '--resume', folder])
      expectTidy(resumed)
      const isDrawnAgain = sample.end.type === 'failed'
      expect(resumed.closed).toEqual(isDrawnAgain ? ['finished'] : [])
      expect(resumed.exitCode).toBe(isDrawnAgain ? exitCodes.answered : voted.exitCode)
      expect((await journal()).startsWith(before)).toBe(true)
      const after = (await readRun(folder)).samples.slice(1)
      expect(after.map(({ attempt, text }) => [attempt, text])).toEqual(isDrawnAgain ? [[2, wholeText]] : [])

      const sent = requests > 1 ? ` ×${requests}` : ''
      cells.set(
        `${fault.name}/${phase.name}`,
        `${outcomeOf(sample)}${sent} · ${asked.exitCode}, ${voted.exitCode}`,
      )
    })
  })
})

it('is what the table in docs/faults.md says', () => {
  const all = wireFaults.flatMap((fault) => possiblePhases(fault).map(({ name }) => `${fault.name}/${name}`))
  if (cells.size < all.length) return // Some were not asked for, or failed by themselves.
  const rows = wireFaults.map(({ name }) => [
    name,
    ...phases.map((phase) => cells.get(`${name}/${phase.name}`) ?? '–'),
  ])
  expectSection('faults.md', 'wire', markdownTable(['fault', ...phases.map(({ name }) => name)], rows))
  const said = wireFaults.map(({ name }) => [name, (messages.get(name) ?? '–').replaceAll('|', '\\|')])
  expectSection('faults.md', 'messages', markdownTable(['fault', 'what is said'], said))
})

/** Nothing is left behind, and nothing but text was shown. */
function expectTidy({ stdout, stderr, closed, timersLeft }: Ran): void {
  expect(timersLeft).toBe(0)
  // That each is settled says that no connection is open.
  for (const each of closed) expect(['finished', 'broken', 'hung-up']).toContain(each)
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
}

function isWhole({ end, forced }: Sample): boolean {
  return forced || (end.type === 'finished' && end.reason === 'stop')
}

function askCode({ end, forced, forcedEnd }: Sample): number {
  if (forced) return exitCodes.answered
  if (end.type === 'tripped' || forcedEnd !== undefined) return exitCodes.limit
  if (end.type === 'finished') return exitCodes.answered
  return end.type === 'failed' && end.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
}

/** What a person is told of the ending; codes, since the rest may name a port. */
function messagesOf({ end, forced, forcedEnd }: Sample): string[] {
  const said =
    end.type === 'failed'
      ? [`warning: failed: ${end.code}: `]
      : end.type === 'tripped'
        ? [`warning: stopped by ${end.guard}: ${end.detail}`]
        : []
  if (forced || forcedEnd === undefined) return said
  const reason =
    forcedEnd.type === 'failed'
      ? `${forcedEnd.code}: `
      : forcedEnd.type === 'tripped'
        ? `${forcedEnd.guard}: `
        : ''
  return [...said, `warning: no answer could be forced out: ${reason}`]
}

function outcomeOf({ end, forced, forcedEnd }: Sample): string {
  if (forced) return 'forced'
  if (forcedEnd !== undefined) return `not forced: ${endName(forcedEnd)}`
  return endName(end)
}

function endName(end: Sample['end']): string {
  if (end.type === 'failed') return end.code
  if (end.type === 'tripped') return end.guard
  return end.type
}
