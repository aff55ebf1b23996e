import { describe, expect, it } from 'vitest'
import { installedModel } from '../../support/default-replies.ts'
import { bodiesOf, cliWith } from '../../support/run-cli.ts'
import { chatStream, json, send, stall, stream } from '../../support/scripted-reply.ts'
import { bySeed } from '../../support/vote-script.ts'
import { textLine, words } from '../../support/wire-lines.ts'

const answer = chatStream({ text: 'Final answer: 42' })
const thought = chatStream({ thinking: 'Six sevens.', text: 'Final answer: 42' })
const expected = 'was expected to think, and its first sample holds no thinking'

describe('a model that is expected to think, and whose first sample holds no thinking', () => {
  it.each([['ask'], ['vote']])('is warned of by %s', async (command) => {
    const { run } = await cliWith(...Array.from({ length: 16 }, () => answer))
    const { stderr } = await run(
      [command, '-n', '3', 'x'].filter((word) => command === 'vote' || !/^(-n|3)$/.test(word)),
    )
    expect(stderr).toContain(
      `warning: magistral:24b ${expected}: its template or its system text may not ask for it`,
    )
    expect(stderr.match(new RegExp(expected, 'g'))).toHaveLength(1)
  })

  it('is told how its thinking may stand in the answer, where it does not list the capability', async () => {
    const { ollama, run } = await cliWith(chatStream({ text: 'So six sevens make forty-two. It is 42.' }))
    ollama.installed = [
      installedModel({
        name: 'hf.co/unsloth/Magistral-Small-2509-GGUF:UD-Q4_K_XL',
        capabilities: ['completion'],
        template: '',
      }),
    ]
    const { stderr } = await run(['ask', 'x'])
    expect(stderr).toContain(
      `${expected}: it does not list the capability, so its thinking may stand in the answer`,
    )
    expect(stderr).toContain('Give the model a TEMPLATE with the tags round {{ .Thinking }}')
  })

  it.each([
    ['none is wanted', ['--no-think'], answer],
    ['it thinks', [], thought],
  ])('is not said where %s', async (_, flags, reply) => {
    const { run } = await cliWith(reply)
    expect((await run(['ask', ...flags, 'x'])).stderr).not.toContain(expected)
  })
})

describe('a window that is smaller than it was asked for', () => {
  it('is said before the first sample', async () => {
    const { ollama, start } = await cliWith(stream(send(textLine({ thinking: 'hm' })), stall))
    ollama.on('/api/ps', json({ models: [{ name: 'magistral:24b', digest: 'x', context_length: 4_096 }] }))
    const running = await start(['vote', 'x'])
    await running.shows('magistral:24b runs with a window of 4096 tokens, 40960 were asked for')
    running.signal('SIGINT')
    expect((await running.result).stderr).not.toContain('#0')
  })
})

describe('a small output limit', () => {
  it('is not split between thinking and answer', async () => {
    const { run } = await cliWith(chatStream({ thinking: words('a '.repeat(38).trim()), text: '42' }))
    const { exitCode, stdout } = await run(['ask', '--max-tokens', '45', 'x'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
  })

  it('names what it leaves for thinking, in -v and in the trip', async () => {
    const long = stream(
      ...Array.from({ length: 1_600 }, (_, index) => send(textLine({ thinking: `w${index} ` }))),
      stall,
    )
    const { run } = await cliWith(long)
    const { stderr } = await run(['ask', '-v', '--max-tokens', '2048', '--on-trip', 'drop', 'x'])
    expect(stderr).toContain('1536 (what 2048 tokens in all leave beside an answer)')
    expect(stderr).toContain(
      '1537 thinking tokens, 1536 allowed, what 2048 in all leave beside an answer; --max-thinking-tokens changes the limit',
    )
  })
})

describe('how long the model stays loaded', () => {
  it('is the affair of the runtime for one sample, and as long as a sample may take for a vote', async () => {
    const one = await cliWith(thought)
    await one.run(['ask', 'x'])
    expect(bodiesOf(one.ollama)[0]).not.toHaveProperty('keep_alive')
    const many = await cliWith(...bySeed(100, ['42']))
    await many.run(['vote', '-n', '1', '--seed', '100', '--timeout', '90m', 'x'])
    expect(bodiesOf(many.ollama)[0]).toHaveProperty('keep_alive', '5400s')
  })

  it('is what the user says', async () => {
    const { ollama, run } = await cliWith(thought, thought)
    await run(['ask', 'x'], { env: { OLLAMA_HOST: ollama.host, MAGI_KEEP_ALIVE: '0' } })
    expect(bodiesOf(ollama)[0]).toHaveProperty('keep_alive', 0)
  })
})
