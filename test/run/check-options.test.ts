import { describe, expect, it, onTestFinished } from 'vitest'
import { UsageError } from '../../src/ground/errors.ts'
import { openRuntime } from '../../src/run/open-runtime.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'

async function opened() {
  const ollama = await ScriptedOllama.start()
  onTestFinished(() => ollama.close())
  return { ollama, runtime: await openRuntime({ host: ollama.host }) }
}

/** What a caller without types gives. */
const untyped = (value: unknown) => value as never

describe('a call of the library', () => {
  it.each([
    ['', 'The prompt is empty.'],
    [' \n', 'The prompt is empty.'],
    [42, 'The prompt is of type number.'],
    [undefined, 'The prompt is of type undefined.'],
    [null, 'The prompt is of type null.'],
  ])('refuses the prompt %j, whichever call it is', async (prompt, says) => {
    const { ollama, runtime } = await opened()
    for (const call of ['ask', 'vote', 'plan', 'beginVote'] as const) {
      const thrown = await runtime[call](untyped(prompt)).catch((error: unknown) => error)
      expect(thrown).toBeInstanceOf(UsageError)
      expect(thrown).toMatchObject({ message: says, fix: 'Give it a text that is not empty.' })
    }
    expect(ollama.drawn).toEqual([])
  })

  it.each([
    [{ n: '4' }, 'n is "4".', 'Give it a whole number from 1 to 100000.'],
    [{ n: 4.5 }, 'n is 4.5.', 'Give it a whole number from 1 to 100000.'],
    [{ seed: null }, 'seed is null.', /^Give it a whole number/],
    [{ countForced: 'true' }, 'countForced is "true".', 'Give it true or false.'],
    [{ maxTokens: '9' }, 'maxTokens is "9".', /^Give it a whole number/],
    [{ options: { temperature: '0.5' } }, 'options.temperature is "0.5".', 'Give it a number from 0 to 5.'],
    [
      { options: { temprature: 1 } },
      'There is no option of the runtime "temprature".',
      /^Did you mean "temperature"\?/,
    ],
    [{ options: { num_predict: 9 } }, 'options.num_predict has an option of its own.', 'Use maxTokens.'],
    [{ slot: 2 }, 'There is no option "slot".', /^Did you mean "slots"\?/],
    [{ temperature: 1 }, 'There is no option "temperature".', /There are: preset, /],
    [
      { limits: { idle: 1 } },
      'There is no limit "idle".',
      /There are: firstPartMs, idleMs, totalMs, loop\.$/,
    ],
    [{ limits: 5 }, 'limits is 5.', 'Give it an object.'],
  ])('refuses %j by name', async (options, message, fix) => {
    const { ollama, runtime } = await opened()
    const thrown = await runtime.vote('x', untyped(options)).catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(UsageError)
    expect(thrown).toMatchObject({
      message,
      fix: typeof fix === 'string' ? fix : expect.stringMatching(fix),
    })
    expect(ollama.drawn).toEqual([])
  })

  it('refuses what opening does not take, and what an experiment does not', async () => {
    await expect(openRuntime(untyped({ port: 'x' }))).rejects.toThrow('There is no option "port".')
    await expect(openRuntime(untyped({ hosts: 'x' }))).rejects.toThrow('hosts is no list.')
    const { runtime } = await opened()
    await expect(runtime.bench('choice', untyped({ limits: {}, dataset: 1 }))).rejects.toThrow(
      'There is no option "dataset".',
    )
    await expect(runtime.ask('x', untyped({ n: 4 }))).rejects.toThrow('There is no option "n".')
  })
})
