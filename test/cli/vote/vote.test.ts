import { describe, expect, it } from 'vitest'
import { settle } from '../../support/fake-clock.ts'
import { bodiesOf, cliWith } from '../../support/run-cli.ts'
import { chatStream, hold, send, stall, stream } from '../../support/scripted-reply.ts'
import { answering, bySeed, onlyRun, readVote } from '../../support/vote-script.ts'
import { textLine, words } from '../../support/wire-lines.ts'

const tripping = stream(
  ...words('one two three four five').map((word) => send(textLine({ thinking: word }))),
  stall,
)
const seeded = ['--seed', '100'] as const

describe('magi vote', () => {
  const replies = ['1/2', '0.5', tripping, '2/3', '1/2']
  const args = ['vote', '-n', '5', ...seeded, '--slots', '2', '--rule', 'all', '--max-thinking-tokens', '4']

  it('draws N samples with a seed each and prints the answer that wins, alone, on stdout', async () => {
    const { ollama, start } = await cliWith(...bySeed(100, replies))
    const running = await start([...args, 'What is 3/6?'])
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '1/2\n' })
    expect(stderr).toContain(
      [
        '1/2  ▇▇▇ 3',
        '2/3  ▇ 1',
        'no answer: 1 tripped',
        'written as: 1/2 · 0.5',
        '1/2 wins with 3 of 4 ballots (75 %; 95 % interval of that share: 30 % to 95 %)',
        'rule all: 5 of 5 samples drawn',
      ].join('\n'),
    )
    expect(stderr).toContain(
      `run ${(await onlyRun(running.runs)).slice(running.runs.length + 1)} in ${running.runs}`,
    )
    const bodies = bodiesOf(ollama)
    expect(bodies.map(({ options }) => options['seed']).sort()).toEqual([100, 101, 102, 103, 104])
    for (const body of bodies) {
      expect(body).toEqual({
        model: 'magistral:24b',
        stream: true,
        shift: false,
        truncate: false,
        think: true,
        keep_alive: '7200s',
        messages: [
          {
            role: 'user',
            content:
              'What is 3/6?\n\nWhen you are done, end your reply with one line of its own that starts with exactly "Final answer:" and then holds the answer and nothing else.',
          },
        ],
        options: {
          num_ctx: 40_960,
          num_predict: 38_912,
          temperature: 0.8,
          top_p: 0.95,
          top_k: 64,
          min_p: 0,
          repeat_penalty: 1,
          seed: expect.any(Number),
        },
      })
    }
    const chats = ollama.requests.filter(({ path }) => path === '/api/chat')
    const { seed: _seed, ...options } = bodies[0]?.options ?? {}
    expect(chats[0]?.body).toEqual({ ...bodies[0], messages: [], stream: false, options })
  })

  it('prints one object with --json, whose numbers add up', async () => {
    const { run } = await cliWith(...bySeed(100, replies))
    const { exitCode, stdout } = await run([...args, '--json', 'What is 3/6?'])
    expect(exitCode).toBe(0)
    expect(readVote(stdout)).toEqual({
      schema: 'magi.vote/1',
      runId: expect.stringMatching(/^20261122T101500Z-[a-z2-9]{4}$/),
      model: {
        name: 'magistral:24b',
        digest: expect.stringMatching(/^39c75d9a/),
        card: 'magistral-small-2506',
      },
      vote: {
        type: 'won',
        answer: '1/2',
        kind: 'number',
        votes: 3,
        ballots: 4,
        share: 0.75,
        shareInterval: [expect.closeTo(0.3006, 3), expect.closeTo(0.9544, 3)],
      },
      clusters: [
        { answer: '1/2', votes: 3, weight: 3, spellings: ['1/2', '0.5'], samples: [0, 1, 4] },
        { answer: '2/3', votes: 1, weight: 1, spellings: ['2/3'], samples: [3] },
      ],
      samples: {
        asked: 5,
        drawn: 5,
        finished: 4,
        tripped: 1,
        failed: 0,
        cancelled: 0,
        forced: 0,
        withoutAnswer: 1,
      },
      stop: { rule: 'all', risk: 0, saved: 0 },
      tokens: { prompt: 84, output: 29, thinking: 17 },
      elapsedMs: 0,
    })
  })

  it('is the same whatever order the samples end in', async () => {
    const held = replies.map((reply) => ({ pause: hold(), reply }))
    const delayed = held.map(({ pause, reply }) => {
      const { steps, ...head } = typeof reply === 'string' ? answering(reply) : reply
      return { ...head, steps: [pause, ...steps] }
    })
    const { run: runAtOnce } = await cliWith(...bySeed(100, replies))
    const atOnce = readVote((await runAtOnce([...args, '--json', 'What is 3/6?'])).stdout)
    const { start } = await cliWith(...bySeed(100, delayed))
    const running = await start([...args, '--json', '--slots', '5', 'What is 3/6?'])
    for (const [index, { pause }] of [...held.entries()].reverse()) {
      await pause.reached
      pause.release()
      await running.shows(`#${index} `)
    }
    const reversed = readVote((await running.result).stdout)
    expect(reversed).toEqual({ ...atOnce, runId: reversed.runId })
  })

  it('never has more requests under way than --slots, and fills a slot as soon as it is free', async () => {
    const pauses = Array.from({ length: 5 }, () => hold())
    const delayed = pauses.map((pause) => {
      const { steps, ...head } = answering('42')
      return { ...head, steps: [pause, ...steps] }
    })
    const { ollama, start } = await cliWith(...bySeed(100, delayed))
    const running = await start(['vote', '-n', '5', ...seeded, '--slots', '3', '--rule', 'all', 'x'])
    const [first, second, third, fourth, fifth] = pauses as [
      (typeof pauses)[0],
      (typeof pauses)[0],
      (typeof pauses)[0],
      (typeof pauses)[0],
      (typeof pauses)[0],
    ]
    await Promise.all([first.reached, second.reached, third.reached])
    await settle(20)
    expect(ollama.drawn).toHaveLength(3)
    second.release()
    await fourth.reached
    expect(ollama.drawn).toHaveLength(4)
    fourth.release()
    await fifth.reached
    expect(ollama.drawn).toHaveLength(5)
    for (const pause of [first, third, fifth]) pause.release()
    expect(await running.result).toMatchObject({ exitCode: 0, stdout: '42\n' })
  })

  it('adds no instruction to the prompt, and compares texts, with --answer text', async () => {
    const { ollama, run } = await cliWith(
      ...bySeed(100, [chatStream({ text: 'Paris.' }), chatStream({ text: 'Paris.' })]),
    )
    const { exitCode, stdout } = await run([
      'vote',
      '-n',
      '2',
      ...seeded,
      '--answer',
      'text',
      'Capital of France?',
    ])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Paris.\n' })
    expect(bodiesOf(ollama)[0]?.messages).toEqual([{ role: 'user', content: 'Capital of France?' }])
  })

  it('never lets thinking vote', async () => {
    const { run } = await cliWith(
      ...bySeed(100, [
        chatStream({ thinking: 'Final answer: 41', text: 'I cannot say.' }),
        chatStream({ text: 'Final answer: 41\n</think>\nFinal answer: 42' }),
      ]),
    )
    const { stdout } = await run(['vote', '-n', '2', ...seeded, '--json', 'x'])
    expect(readVote(stdout)).toMatchObject({
      vote: { type: 'won', answer: '42', votes: 1, ballots: 1 },
      samples: { withoutAnswer: 1 },
    })
  })

  it('shows no escape sequence of a model, not in a line, not in the answer', async () => {
    const { run } = await cliWith(...bySeed(100, ['a\u001b[31mred\u202e', 'a\u001b[31mred\u202e']))
    const { stdout, stderr } = await run([
      'vote',
      '-n',
      '2',
      ...seeded,
      '--rule',
      'all',
      '--answer',
      'text',
      'x',
    ])
    expect(stdout).toBe('ared\n')
    expect(stderr).not.toMatch(/[\u001b\u202e]/)
  })
})

describe('outcomes without a winner', () => {
  async function voted(replies: Parameters<typeof bySeed>[1], ...args: string[]) {
    const all = [
      'vote',
      '-n',
      String(replies.length),
      ...seeded,
      '--slots',
      '1',
      '--rule',
      'all',
      ...args,
      'x',
    ]
    const plain = await (await cliWith(...bySeed(100, replies))).run(all)
    const json = await (await cliWith(...bySeed(100, replies))).run([...all, '--json'])
    expect(json.exitCode).toBe(plain.exitCode)
    return { ...plain, report: readVote(json.stdout) }
  }

  it('are a tie: exit 3, and nothing on stdout', async () => {
    const { exitCode, stdout, stderr, report } = await voted(['1', '2'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toContain('a tie: 1 and 2 have 1 of 2 ballots (50 %')
    expect(report.vote).toMatchObject({ type: 'tied', answers: ['1', '2'], votes: 1, ballots: 2, share: 0.5 })
  })

  it('are too few votes for the quorum: exit 3, and nothing on stdout', async () => {
    const { exitCode, stdout, stderr, report } = await voted(
      ['42', '42', chatStream({ text: 'I cannot say.' })],
      '--quorum',
      '0.9',
    )
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toContain('no consensus: 42 leads with 2 of 3 samples, the quorum is 90 %')
    expect(report.vote).toMatchObject({
      type: 'short',
      answer: '42',
      votes: 2,
      ballots: 2,
      drawn: 3,
      quorum: 0.9,
    })
  })

  it('are no answers at all: exit 4, with the reasons', async () => {
    const cutOff = chatStream({ text: 'Final answer: 42', doneReason: 'length' })
    const { exitCode, stdout, stderr, report } = await voted([chatStream({ text: 'I cannot say.' }), cutOff])
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' })
    expect(stderr).toContain('no answer: 1 not-found, 1 truncated')
    expect(stderr).toContain('no answer to count: all 2 samples abstained')
    expect(report.vote).toEqual({
      type: 'no-answers',
      drawn: 2,
      abstained: { 'not-found': 1, truncated: 1 },
    })
  })

  it('can be avoided: a tie that the first answer wins, or that more samples break', async () => {
    expect(await voted(['1', '2'], '--tie', 'first')).toMatchObject({ exitCode: 0, stdout: '1\n' })
    const { run } = await cliWith(...bySeed(100, ['1', '2', '2']))
    const how = ['-n', '2', '--rule', 'all', '--tie', 'extend']
    const { exitCode, stdout } = await run(['vote', ...how, ...seeded, '--json', 'x'])
    expect(exitCode).toBe(0)
    expect(readVote(stdout)).toMatchObject({ vote: { answer: '2' }, samples: { asked: 3, drawn: 3 } })
  })
})
