import { describe, expect, it } from 'vitest'
import { sampleSchema } from '../../../src/sample/sample.ts'
import { FakeClock, passUntil } from '../../support/fake-clock.ts'
import { type CliOptions, cliWith, runCli } from '../../support/run-cli.ts'
import type { ScriptedOllama } from '../../support/scripted-ollama.ts'
import { chatStream, end, errorReply, json, send, stall, stream } from '../../support/scripted-reply.ts'

describe('what stops the command before a sample', () => {
  async function refused(
    args: readonly string[],
    options?: CliOptions,
    change?: (ollama: ScriptedOllama) => void,
  ) {
    const { ollama, run } = await cliWith()
    change?.(ollama)
    const result = await run(['ask', '--json', ...args, 'x'], options)
    expect(result.stdout).toBe('')
    expect(ollama.drawn).toEqual([])
    return result
  }

  it('is a runtime that nobody runs: at once, exit 5', async () => {
    const { ollama, run } = await cliWith()
    const { host } = ollama
    await ollama.close()
    const { exitCode, stdout, stderr } = await run(['ask', '--json', 'x'])
    await ollama.listenAgain()
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' })
    expect(stderr).toContain(`error: No runtime answers at ${host}: connect ECONNREFUSED`)
    expect(stderr).toContain('Start it (ollama serve), or name its address by --host or OLLAMA_HOST.')
  })

  it('is a model that is not there: exit 6, with what is, and what to do', async () => {
    const { exitCode, stderr } = await refused(['--model', 'magistrel:24b'])
    expect(exitCode).toBe(6)
    expect(stderr).toBe(
      'error: Model "magistrel:24b" is not installed.\n' +
        'Installed: magistral:24b. Nearest: magistral:24b. To use what is there: -m magistral:24b. To get it: ollama pull magistrel:24b (or import a GGUF file with ollama create, and name it with --model).\n',
    )
  })

  it('is a model that the runtime would ask another host for: exit 2', async () => {
    const { exitCode, stderr } = await refused([], {}, (ollama) => {
      ollama.installed = ollama.installed.map((model) => ({ ...model, remoteHost: 'https://ollama.com' }))
    })
    expect(exitCode).toBe(6)
    expect(stderr).toContain('magistral:24b (remote)')
    const named = await refused(['--model', 'magistral:24b'], {}, (ollama) => {
      ollama.installed = ollama.installed.map((model) => ({ ...model, remoteHost: 'https://ollama.com' }))
    })
    expect(named.exitCode).toBe(2)
    expect(named.stderr).toContain('the runtime sends its requests to https://ollama.com')
  })

  it('is a model that does not load: exit 1, with the reason of the runtime', async () => {
    const { exitCode, stderr } = await refused([], {}, (ollama) => {
      ollama.on(
        '/api/chat',
        errorReply(500, 'model requires more system memory (20 GiB) than is available (8 GiB)'),
      )
    })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('model requires more system memory (20 GiB)')
    expect(stderr).toContain('Ask for a smaller window')
  })

  it('is a load that takes too long: exit 1', async () => {
    const clock = new FakeClock()
    const { ollama, start } = await cliWith()
    ollama.on('/api/chat', stream(stall))
    const running = await start(['ask', 'x'], { clock, env: { MAGI_LOAD_TIMEOUT: '20m' } })
    await ollama.arrived(4)
    await clock.advance(20 * 60_000)
    const { exitCode, stderr } = await running.result
    expect(exitCode).toBe(1)
    expect(stderr).toContain('magistral:24b was not loaded within 1200 s.')
  })

  it('is something else than a runtime: exit 5', async () => {
    const { exitCode, stderr } = await refused([], {}, (ollama) => {
      ollama.on('/api/version', {
        headers: { 'content-type': 'text/html' },
        steps: [send('<html>Log in'), end],
      })
    })
    expect(exitCode).toBe(5)
    expect(stderr).toContain('is not an Ollama server')
  })
})

it('sends a request again that nobody took, and takes exit 5 when nobody ever does', async () => {
  const clock = new FakeClock()
  const { ollama, start } = await cliWith()
  const running = await start(['ask', '--json', '--on-trip', 'drop', 'x'], { clock })
  await running.shows('is loaded')
  await ollama.close()
  await passUntil(clock, running.result)
  const { exitCode, stdout, stderr } = await running.result
  await ollama.listenAgain()
  expect(exitCode).toBe(5)
  expect(sampleSchema.parse(JSON.parse(stdout)).end).toMatchObject({ type: 'failed', code: 'refused' })
  expect(stderr.match(/; trying again in \d+\.\d s/g)).toHaveLength(4)
})

it('waits for a model to be loaded while the queue of the runtime is full', async () => {
  const clock = new FakeClock()
  const { ollama, start } = await cliWith()
  let loads = 0
  ollama.on('/api/chat', ({ body }) => {
    const { messages } = body as { readonly messages: readonly unknown[] }
    if (messages.length > 0) return chatStream({ text: 'It is 42.' })
    loads += 1
    return loads < 3
      ? errorReply(503, 'server busy, please try again.  maximum pending requests exceeded')
      : json({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'load' })
  })
  const running = await start(['ask', '--on-trip', 'drop', 'x'], { clock })
  await passUntil(clock, running.result)
  const { exitCode, stdout, stderr } = await running.result
  expect({ exitCode, stdout, loads }).toEqual({ exitCode: 0, stdout: 'It is 42.\n', loads: 3 })
  expect(stderr.match(/is busy \(HTTP 503\): .*; again in/g)).toHaveLength(2)
})

it('runs without a runtime only as far as it needs none', async () => {
  expect(await runCli(['ask', '--answer', 'nmber', 'x'])).toMatchObject({ exitCode: 2, stdout: '' })
})
