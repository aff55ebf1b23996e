import { describe, expect, it } from 'vitest'
import { cliWith } from '../../support/run-cli.ts'
import { chatStream, type Reply } from '../../support/scripted-reply.ts'
import { bySeed, readVote } from '../../support/vote-script.ts'

const thought = (words: number) => Array.from({ length: words }, (_, index) => `word${index} `)
const saying = (words: number, answer = '42'): Reply =>
  chatStream({ thinking: thought(words), text: `Final answer: ${answer}` })
const warning = /warning: #1 is word for word the same as an earlier sample, under another seed/

describe('samples that are word for word the same', () => {
  it('are warned of from the second on, once, and the rule takes them for one', async () => {
    const { ollama, run } = await cliWith(
      ...bySeed(
        100,
        Array.from({ length: 8 }, () => saying(400)),
      ),
    )
    const { exitCode, stdout, stderr } = await run(['vote', '-n', '8', '--seed', '100', '--json', 'x'])
    expect({ exitCode, draws: ollama.drawn.length }).toEqual({ exitCode: 0, draws: 8 })
    expect(stderr).toMatch(warning)
    expect(stderr.match(/word for word/g)).toHaveLength(1)
    expect(readVote(stdout).vote).toMatchObject({ type: 'won', answer: '42', votes: 8, ballots: 8 })
  })

  it('leave a vote as it is where they are short, or where only the answers are the same', async () => {
    for (const replies of [
      Array.from({ length: 8 }, () => saying(3)),
      Array.from({ length: 8 }, (_, index) => saying(400 + index)),
    ]) {
      const { run } = await cliWith(...bySeed(100, replies))
      const { stderr } = await run(['vote', '-n', '8', '--seed', '100', 'x'])
      expect(stderr).not.toContain('word for word')
    }
  })
})

describe('options that leave one token to draw', () => {
  it.each([
    ['top_k=1', 'With top_k=1 all samples are the same, so a vote says nothing.'],
    ['top_p=0', 'With top_p=0 all samples are the same'],
    ['min_p=1', 'With min_p=1 all samples are the same'],
    ['temperature=0', 'At temperature 0 all samples are the same'],
  ])('%s is refused for several samples', async (option, says) => {
    const { ollama, run } = await cliWith()
    const { exitCode, stderr } = await run(['vote', '-o', option, 'x'])
    expect({ exitCode, draws: ollama.drawn.length }).toEqual({ exitCode: 2, draws: 0 })
    expect(stderr).toContain(says)
    expect(stderr).toContain('--allow-identical')
  })
})
