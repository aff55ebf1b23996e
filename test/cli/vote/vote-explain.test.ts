import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { voteExplanationSchema } from '../../../src/vote/explanation-schema.ts'
import { cliWith } from '../../support/run-cli.ts'
import { errorReply } from '../../support/scripted-reply.ts'
import { bySeed, onlyRun } from '../../support/vote-script.ts'

const replies = ['3,5', '3.5', '7/2', '4', errorReply(500, 'boom'), '3.5']
const args = ['vote', '-n', '6', '--seed', '100', '--rule', 'all', '--max-attempts', '1', 'How much?']

describe('magi vote --explain', () => {
  it('says for each sample what was found by which rule, and what joined or parted the answers', async () => {
    const { run } = await cliWith(...bySeed(100, replies))
    const { exitCode, stdout, stderr } = await run([...args, '--explain', '--quiet'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '3.5\n' })
    const lines = stderr.split('\n')
    expect(lines[0]).toMatch(/^#0 “3,5” by \w+: .+; counts for “3\.5”$/)
    expect(lines.slice(4, 5)).toEqual(['#4 no answer; abstains: failed'])
    expect(lines.slice(6, -1)).toEqual([
      '“3.5”',
      '  “3.5” × 2',
      expect.stringMatching(
        /^ {2}“3,5” × 1: joined by .+; its comma may mark .+ with 3 unambiguous against 0$/,
      ),
      '  “7/2” × 1: joined by exact',
      '“4”, apart from “3.5” by exact',
      '  “4” × 1',
    ])
  })

  it('is kept in the run folder, with every rule that was tried, and says nothing where it was not asked for', async () => {
    const { start } = await cliWith(...bySeed(100, replies))
    const silent = await (await start(args)).result
    expect(silent.stderr).not.toContain('counts for')
    const { start: again } = await cliWith(...bySeed(100, replies))
    const running = await again([...args, '--explain'])
    await running.result
    const text = await readFile(join(await onlyRun(running.runs), 'explain.json'), 'utf8')
    const { samples, clusters, problem } = voteExplanationSchema.parse(JSON.parse(text))
    expect(problem).toBe('p1')
    expect(samples.map(({ index, ballot }) => ({ index, ballot }))).toEqual([
      { index: 0, ballot: { type: 'counted', cluster: 0 } },
      { index: 1, ballot: { type: 'counted', cluster: 0 } },
      { index: 2, ballot: { type: 'counted', cluster: 0 } },
      { index: 3, ballot: { type: 'counted', cluster: 1 } },
      { index: 4, ballot: { type: 'abstained', reason: 'failed' } },
      { index: 5, ballot: { type: 'counted', cluster: 0 } },
    ])
    expect(samples[4]?.steps).toEqual([])
    expect(samples[3]?.steps.at(-1)?.found).toMatchObject({ value: '4' })
    expect(clusters.map(({ answer, samples: of }) => ({ answer, of }))).toEqual([
      { answer: '3.5', of: [0, 1, 2, 5] },
      { answer: '4', of: [3] },
    ])
  })
})
