import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder } from '../../support/folder.ts'
import { cliWith } from '../../support/run-cli.ts'
import { bySeed, onlyRun, readVote } from '../../support/vote-script.ts'

const schema = {
  type: 'object',
  properties: {
    party: { type: 'string' },
    amount: { type: 'number' },
    notice_days: { type: 'integer' },
    note: { type: 'string' },
  },
  required: ['party', 'amount', 'notice_days'],
}

const wrote = (party: string, amount: unknown, notice_days: unknown, more: object = {}) =>
  JSON.stringify({ party, amount, notice_days, ...more })

/** Each is wrong in another field, so that no two of them are alike. */
const replies = [
  wrote('Acme', 100, 31),
  wrote('Acme', 101, 30),
  wrote('Apex', 100, 30),
  wrote('Acme', 100, 30, { note: 'by post' }),
]

/** A vote on replies by seed in a folder with the schema. */
async function voteOn(texts: readonly string[], flags: readonly string[] = [], given: unknown = schema) {
  const cwd = emptyFolder()
  await writeFile(join(cwd, 'schema.json'), JSON.stringify(given))
  const cli = await cliWith(...bySeed(100, [...texts]))
  const args = ['vote', '-n', String(texts.length), '--seed', '100', '--slots', '1', '--rule', 'all']
  const running = await cli.start([...args, '--schema', 'schema.json', ...flags, 'What does it say?'], {
    cwd,
  })
  const { exitCode, stdout, stderr } = await running.result
  return { exitCode, stdout, stderr, folder: () => onlyRun(running.runs), run: cli.run }
}

describe('magi vote --schema', () => {
  it('elects each field, and says what each sample said of it', async () => {
    const { exitCode, stdout } = await voteOn(replies, ['--json'])
    expect(exitCode).toBe(0)
    const { vote } = readVote(stdout)
    expect(vote).toMatchObject({
      type: 'won',
      answer: '{"party":"Acme","amount":100,"notice_days":30}',
      votes: 3,
      ballots: 4,
      share: 0.75,
      fields: [
        {
          path: 'party',
          type: 'won',
          value: 'Acme',
          votes: 3,
          ballots: 4,
          samples: [0, 1, 3],
          others: [{ value: 'Apex', votes: 1, samples: [2] }],
        },
        {
          path: 'amount',
          type: 'won',
          value: 100,
          samples: [0, 2, 3],
          others: [{ value: 101, samples: [1] }],
        },
        {
          path: 'notice_days',
          type: 'won',
          value: 30,
          samples: [1, 2, 3],
          others: [{ value: 31, samples: [0] }],
        },
        {
          path: 'note',
          type: 'won',
          required: false,
          votes: 3,
          others: [{ value: 'by post', samples: [3] }],
        },
      ],
      assembly: { from: 'fields', exact: [], undecided: [] },
    })
  })

  it('is held again from its journal, and is as it was', async () => {
    const { folder, run, stdout } = await voteOn(replies, ['--json'])
    const path = await folder()
    const again = await run(['runs', 'revote', path, '--json'])
    expect(readVote(again.stdout).vote).toEqual(readVote(stdout).vote)
    const whole = await run(['runs', 'revote', path, '--json', '--vote-by', 'whole'])
    expect(readVote(whole.stdout).vote).toMatchObject({ type: 'tied', votes: 1 })
    const verified = await run(['runs', 'verify', path])
    expect(verified.exitCode).toBe(0)
  })

  it('compares whole answers where that is asked for', async () => {
    const { exitCode, stdout } = await voteOn(replies, ['--json', '--vote-by', 'whole'])
    expect(exitCode).toBe(3)
    expect(readVote(stdout).vote).toMatchObject({ type: 'tied', votes: 1, ballots: 4 })
    expect(readVote(stdout).vote).not.toHaveProperty('fields')
  })

  it('is short, and names the field, where one is tied or below the quorum', async () => {
    const tied = await voteOn([wrote('Acme', 1, 30), wrote('Acme', 1, 31)], ['--json'])
    expect(tied.exitCode).toBe(3)
    expect(readVote(tied.stdout).vote).toMatchObject({
      type: 'short',
      assembly: { undecided: ['notice_days'] },
      fields: [{ type: 'won' }, { type: 'won' }, { type: 'tied' }],
    })
    const short = await voteOn(replies, ['--json', '--quorum', '0.9'])
    expect(short.exitCode).toBe(3)
    expect(readVote(short.stdout).vote).toMatchObject({
      type: 'short',
      quorum: 0.9,
      assembly: { undecided: ['party', 'amount', 'notice_days'] },
    })
  })

  it('answers with what one sample wrote under --coherent', async () => {
    const { stdout } = await voteOn(replies, ['--json', '--coherent'])
    expect(readVote(stdout).vote).toMatchObject({
      type: 'won',
      answer: replies[0],
      assembly: { from: 'medoid', why: 'coherent', medoid: 0, exact: [0] },
    })
  })

  it('lets good fields vote under --salvage, and else leaves out what does not fit', async () => {
    const texts = [wrote('Acme', 100, 30), wrote('Acme', 'much', 30), wrote('Apex', 100, 'soon')]
    const strict = await voteOn(texts, ['--json'])
    expect(readVote(strict.stdout).vote).toMatchObject({ votes: 1, ballots: 1 })
    const { stdout } = await voteOn(texts, ['--json', '--salvage'])
    expect(readVote(stdout).vote).toMatchObject({
      type: 'won',
      fields: [
        { path: 'party', value: 'Acme', votes: 2, ballots: 3 },
        { path: 'amount', value: 100, votes: 2, ballots: 2 },
        { path: 'notice_days', value: 30, votes: 2, ballots: 2 },
      ],
    })
  })

  it('stops when no required field can change, and waits for no other', async () => {
    const texts = Array.from({ length: 8 }, (_, at) => wrote('Acme', 100, 30, { note: `note ${at}` }))
    const { stdout } = await voteOn(texts, ['--json', '--rule', 'certain', '--schedule', 'lookahead'])
    const { vote, samples, stop } = readVote(stdout)
    expect({ type: vote.type, drawn: samples.drawn, risk: stop.risk }).toEqual({
      type: 'won',
      drawn: 5,
      risk: 0,
    })
  })

  it('shows a table of the fields', async () => {
    const { stdout, stderr } = await voteOn(replies)
    expect(stdout).toBe('{"party":"Acme","amount":100,"notice_days":30}\n')
    expect(stderr).toContain('party        "Acme"  3 of 4  75 %; "Apex" 1 (#2)\n')
    expect(stderr).toContain('no sample wrote exactly this answer\n')
  })

  it('is refused where there are no fields', async () => {
    const { exitCode, stderr } = await voteOn(['1'], ['--coherent'], { type: 'integer' })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--coherent is given, and there are no fields to vote on.')
  })
})
