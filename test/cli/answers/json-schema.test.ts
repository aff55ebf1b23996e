import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jsonFits } from '../../../src/answer/json-schema.ts'
import { emptyFolder } from '../../support/folder.ts'
import { bodiesOf, cliWith } from '../../support/run-cli.ts'
import { chatStream, send, stall, stream } from '../../support/scripted-reply.ts'
import { bySeed, onlyRun, readRun, readVote } from '../../support/vote-script.ts'
import { textLine, words } from '../../support/wire-lines.ts'

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, people: { type: 'integer', minimum: 0 } },
  required: ['city', 'people'],
  additionalProperties: false,
}

/** A folder with the schema in `schema.json`. */
async function folderWith(content: unknown = schema): Promise<string> {
  const cwd = emptyFolder()
  await writeFile(join(cwd, 'schema.json'), typeof content === 'string' ? content : JSON.stringify(content))
  return cwd
}

describe('--schema', () => {
  it('asks the runtime for that shape, and takes a text that has it', async () => {
    const text = '{"city":"Oslo","people":709037}'
    const { ollama, run } = await cliWith(chatStream({ thinking: 'Norway.', text }))
    const args = ['ask', '--quiet', '--json', '--schema', 'schema.json', 'Which city?']
    const { exitCode, stdout } = await run(args, { cwd: await folderWith() })
    expect(bodiesOf(ollama)[0]?.['format']).toEqual(schema)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ answer: { type: 'found', kind: 'json', value: text } })
  })

  it('takes nothing that does not fit, whatever the runtime let through', async () => {
    const text = 'It is {"city":"Oslo"}, or {"city":"Oslo","people":-1}.'
    const { run } = await cliWith(chatStream({ thinking: 'Norway.', text }))
    const args = ['ask', '--quiet', '--json', '--schema', 'schema.json', 'Which city?']
    const { exitCode, stdout } = await run(args, { cwd: await folderWith() })
    expect(exitCode).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({ answer: { type: 'none', reason: 'not-found' } })
  })

  it('votes by value, keys in any order, and what does not fit abstains', async () => {
    const replies = [
      '{"city":"Oslo","people":709037}',
      '{"people":7.09037e5,"city":"Oslo"}',
      '{"city":"Oslo"}',
    ]
    const { start } = await cliWith(...bySeed(100, replies))
    const args = ['vote', '--json', '-n', '3', '--seed', '100', '--slots', '1', '--rule', 'all']
    const running = await start([...args, '--schema', 'schema.json', 'Which city?'], {
      cwd: await folderWith(),
    })
    const { exitCode, stdout } = await running.result
    expect(exitCode).toBe(0)
    expect(readVote(stdout)).toMatchObject({
      vote: { type: 'won', kind: 'json', votes: 2, ballots: 2 },
      samples: { withoutAnswer: 1 },
    })
  })

  it.each([
    ['{"type":', 'schema.json is not JSON.'],
    ['[1]', 'schema.json holds no JSON schema.'],
    [{ type: 'tuple' }, 'The JSON schema cannot be checked here: '],
  ])('is refused where it is none: %j', async (content, problem) => {
    const { ollama, run } = await cliWith(chatStream({ text: '1' }))
    const { exitCode, stderr } = await run(['ask', '--schema', 'schema.json', 'x'], {
      cwd: await folderWith(content),
    })
    expect({ exitCode, drawn: bodiesOf(ollama) }).toEqual({ exitCode: 2, drawn: [] })
    expect(stderr).toContain(problem)
  })

  it('is refused beside another kind of answer', async () => {
    const { run } = await cliWith(chatStream({ text: '1' }))
    const { exitCode, stderr } = await run(['vote', '--answer', 'number', '--schema', 'schema.json', 'x'], {
      cwd: await folderWith(),
    })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--schema asks for JSON, and --answer for number.')
  })
})

const answerSchema = { type: 'object', properties: { answer: { type: 'integer' } }, required: ['answer'] }

/** As the runtime answers a chat with a schema: of its two passes it counts the second alone, with the thinking in the prompt. */
const twoPasses = (thinking: string, text: string) =>
  chatStream({
    thinking,
    text: [text],
    counts: { prompt_eval_count: 300 + words(thinking).length, eval_count: 2 },
  })

describe('an answer that must fit a schema', () => {
  it('is asked of the runtime, is of kind json, and gets no instruction for another form', async () => {
    const { ollama, run } = await cliWith(twoPasses('six sevens', '{"answer":42}'))
    const path = join(await folderWith(answerSchema), 'schema.json')
    const { exitCode, stdout } = await run(['vote', '-n', '1', '--json', '--schema', path, 'What is 6 × 7?'])
    expect(exitCode).toBe(0)
    expect(readVote(stdout).vote).toMatchObject({ type: 'won', kind: 'json', answer: '{"answer":42}' })
    expect(bodiesOf(ollama)).toMatchObject([
      { format: answerSchema, think: true, messages: [{ role: 'user', content: 'What is 6 × 7?' }] },
    ])
  })

  it('is counted by what came, where the runtime counts its second pass alone, and nothing seems cut off', async () => {
    const { start } = await cliWith(
      twoPasses('six sevens', '{"answer":42}'),
      twoPasses('seven and seven and so on', '{"answer":42}'),
    )
    const path = join(await folderWith(answerSchema), 'schema.json')
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
    const args = [
      'ask',
      '--max-thinking-tokens',
      '3',
      '--schema',
      join(await folderWith(answerSchema), 'schema.json'),
      'What is 6 × 7?',
    ]
    const { exitCode, stdout } = await run(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '{"answer":42}\n' })
    expect(ollama.drawn.at(-1)).toMatchObject({
      path: '/api/generate',
      body: {
        format: answerSchema,
        think: false,
        raw: true,
        prompt: expect.stringMatching(/<\/think>\n\n$/),
      },
    })
  })
})

describe('jsonFits', () => {
  it('tells what a schema describes', () => {
    const fits = jsonFits(schema)
    expect(fits({ city: 'Oslo', people: 3 })).toBe(true)
    expect(fits({ city: 'Oslo', people: 3.5 })).toBe(false)
    expect(fits({ city: 'Oslo', people: 3, river: 'Akerselva' })).toBe(false)
    expect(fits('Oslo')).toBe(false)
  })
})
