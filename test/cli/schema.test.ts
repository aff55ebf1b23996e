import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder } from '../support/folder.ts'
import { bodiesOf, cliWith } from '../support/run-cli.ts'
import { chatStream, errorReply, send, stall, stream } from '../support/scripted-reply.ts'
import { onlyRun, readRun, readVote } from '../support/vote-script.ts'
import { textLine, words } from '../support/wire-lines.ts'

const schema = { type: 'object', properties: { answer: { type: 'integer' } }, required: ['answer'] }

async function schemaFile(text = JSON.stringify(schema)): Promise<string> {
  const path = join(await emptyFolder(), 'schema.json')
  await writeFile(path, text)
  return path
}

/** As the runtime answers a chat with a schema: of its two passes it counts the second alone, with the thinking in the prompt. */
const twoPasses = (thinking: string, text: string) =>
  chatStream({
    thinking,
    text: [text],
    counts: { prompt_eval_count: 300 + words(thinking).length, eval_count: 2 },
  })

describe('an answer that must fit a JSON schema', () => {
  it('is asked of the runtime, is of kind json, and gets no instruction for another form', async () => {
    const { ollama, run } = await cliWith(twoPasses('six sevens', '{"answer":42}'))
    const path = await schemaFile()
    const { exitCode, stdout } = await run(['vote', '-n', '1', '--json', '--schema', path, 'What is 6 × 7?'])
    expect(exitCode).toBe(0)
    expect(readVote(stdout).vote).toMatchObject({ type: 'won', kind: 'json', answer: '{"answer":42}' })
    expect(bodiesOf(ollama)).toMatchObject([
      { format: schema, think: true, messages: [{ role: 'user', content: 'What is 6 × 7?' }] },
    ])
  })

  it('is counted by what came, where the runtime counts its second pass alone, and nothing seems cut off', async () => {
    const { start } = await cliWith(
      twoPasses('six sevens', '{"answer":42}'),
      twoPasses('seven and seven and so on', '{"answer":42}'),
    )
    const path = await schemaFile()
    const running = await start(['vote', '-n', '2', '--rule', 'all', '--json', '--schema', path, 'x'])
    const { exitCode, stdout, stderr } = await running.result
    expect(exitCode).toBe(0)
    expect(stderr).not.toContain('cut off')
    expect(readVote(stdout).tokens).toEqual({ prompt: 0, output: 10, thinking: 8 })
    const { samples } = await readRun(await onlyRun(running.runs))
    expect(samples.map(({ tokens }) => tokens)).toEqual([
      { output: 3, thinking: 2, counted: 'parts' },
      { output: 7, thinking: 6, counted: 'parts' },
    ])
  })

  it('is forced out whole after a trip: by the raw prompt, and with nothing written before it', async () => {
    const { ollama, run } = await cliWith(
      stream(...words('on and on and on').map((word) => send(textLine({ thinking: word }))), stall),
      chatStream({ text: ['{"answer":42}'], shape: 'generate' }),
    )
    const args = ['ask', '--max-thinking-tokens', '3', '--schema', await schemaFile(), 'What is 6 × 7?']
    const { exitCode, stdout } = await run(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '{"answer":42}\n' })
    expect(ollama.drawn.at(-1)).toMatchObject({
      path: '/api/generate',
      body: { format: schema, think: false, raw: true, prompt: expect.stringMatching(/<\/think>\n\n$/) },
    })
  })

  it('is refused where the schema is no JSON, before anything is asked', async () => {
    const { ollama, run } = await cliWith(errorReply(500, 'never'))
    const path = await schemaFile('type: object')
    const { exitCode, stderr } = await run(['vote', '--schema', path, 'x'])
    expect({ exitCode, requests: ollama.requests }).toEqual({ exitCode: 2, requests: [] })
    expect(stderr).toContain(`error: ${path} is not JSON.`)
  })
})
