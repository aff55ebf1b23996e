import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jsonFits } from '../../src/answer/json-schema.ts'
import { emptyFolder } from '../support/folder.ts'
import { bodiesOf, cliWith } from '../support/run-cli.ts'
import { chatStream } from '../support/scripted-reply.ts'
import { bySeed, readVote } from '../support/vote-script.ts'

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, people: { type: 'integer', minimum: 0 } },
  required: ['city', 'people'],
  additionalProperties: false,
}

/** A folder with the schema in `city.json`. */
async function folderWith(content: unknown = schema): Promise<string> {
  const cwd = await emptyFolder()
  await writeFile(join(cwd, 'city.json'), typeof content === 'string' ? content : JSON.stringify(content))
  return cwd
}

describe('--schema', () => {
  it('asks the runtime for that shape, and takes a text that has it', async () => {
    const text = '{"city":"Oslo","people":709037}'
    const { ollama, run } = await cliWith(chatStream({ thinking: 'Norway.', text }))
    const args = ['ask', '--quiet', '--json', '--schema', 'city.json', 'Which city?']
    const { exitCode, stdout } = await run(args, { cwd: await folderWith() })
    expect(bodiesOf(ollama)[0]?.['format']).toEqual(schema)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ answer: { type: 'found', kind: 'json', value: text } })
  })

  it('takes nothing that does not fit, whatever the runtime let through', async () => {
    const text = 'It is {"city":"Oslo"}, or {"city":"Oslo","people":-1}.'
    const { run } = await cliWith(chatStream({ thinking: 'Norway.', text }))
    const args = ['ask', '--quiet', '--json', '--schema', 'city.json', 'Which city?']
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
    const running = await start([...args, '--schema', 'city.json', 'Which city?'], {
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
    ['{"type":', 'city.json is not JSON.'],
    ['[1]', 'city.json holds no JSON schema.'],
    [{ type: 'tuple' }, 'The JSON schema cannot be checked here: '],
  ])('is refused where it is none: %j', async (content, problem) => {
    const { ollama, run } = await cliWith(chatStream({ text: '1' }))
    const { exitCode, stderr } = await run(['ask', '--schema', 'city.json', 'x'], {
      cwd: await folderWith(content),
    })
    expect({ exitCode, drawn: bodiesOf(ollama) }).toEqual({ exitCode: 2, drawn: [] })
    expect(stderr).toContain(problem)
  })

  it('is refused beside another kind of answer', async () => {
    const { run } = await cliWith(chatStream({ text: '1' }))
    const { exitCode, stderr } = await run(['vote', '--answer', 'number', '--schema', 'city.json', 'x'], {
      cwd: await folderWith(),
    })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--schema asks for JSON, and --answer for number.')
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
