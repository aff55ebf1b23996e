import { describe, expect, it } from 'vitest'
import { installedModel } from '../../support/default-replies.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { type CliOptions, cliWith } from '../../support/run-cli.ts'
import type { ScriptedOllama } from '../../support/scripted-ollama.ts'
import { chatStream, errorReply, json, stall, stream } from '../../support/scripted-reply.ts'

interface Check {
  readonly name: string
  readonly status: string
  readonly text: string
  readonly fix?: string
}

const yes = chatStream({ thinking: 'Hm.', text: 'Yes.' })

/** What the doctor says of a runtime: as text, and as JSON, which have to agree. */
async function examined(
  change: (ollama: ScriptedOllama) => void = () => {},
  args: string[] = [],
  options?: CliOptions,
) {
  const { ollama, run } = await cliWith(yes, yes, yes, yes, yes, yes)
  change(ollama)
  const text = await run(['doctor', ...args], options)
  const inJson = await run(['doctor', '--json', ...args], options)
  expect(inJson.exitCode).toBe(text.exitCode)
  const report = JSON.parse(inJson.stdout) as { schema: string; host: string; ok: boolean; checks: Check[] }
  expect(report).toMatchObject({ schema: 'magi.doctor/1', ok: text.exitCode === 0 })
  expect(inJson.stdout.trimEnd().split('\n')).toHaveLength(1)
  for (const { name, status, text: finding, fix } of report.checks) {
    expect(text.stdout).toContain(`${status.padEnd(4)}  ${name.padEnd(9)} ${finding}\n`)
    expect(fix === undefined).toBe(status === 'ok')
    if (fix !== undefined) expect(text.stdout).toContain(`                ${fix}\n`)
  }
  const find = (name: string) => report.checks.find((check) => check.name === name)
  return { exitCode: text.exitCode, stdout: text.stdout, checks: report.checks, find, ollama }
}

const model = (change: Parameters<typeof installedModel>[0]) => (ollama: ScriptedOllama) => {
  ollama.installed = [installedModel(change)]
}
const nothingInstalled = (ollama: ScriptedOllama) => {
  ollama.installed = []
}

describe('magi doctor', () => {
  it('finds all well where a vote would run', async () => {
    const { exitCode, stdout, ollama } = await examined()
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: [
        `ok    host      ${ollama.host} answers, version 0.32.15`,
        'ok    model     magistral:24b (39c75d9a7c0b), Magistral Small 1.0 (2506)',
        'ok    thinking  listed; capabilities: completion, tools, thinking; tags <think>…</think>',
        'ok    template  the runtime renders it (Go template)',
        'ok    window    40960 tokens asked, trained with 40960',
        'ok    load      loaded in 0.0 s',
        'ok    cache     40960 tokens × 1 slot needs about 6.3 GiB beside the model (16-bit cache; OLLAMA_KV_CACHE_TYPE=q8_0 halves it)',
        'ok    memory    19.6 GiB loaded, 100 % of it on the GPU',
        'ok    request   first token after 0.00 s',
        'ok    slots     1: samples are drawn one after another',
        '',
      ].join('\n'),
    })
  })

  it('takes no model for one without a template whose prompt and thinking are handled by code of the runtime', async () => {
    const { find } = await examined(
      (ollama) =>
        void ollama.on(
          '/api/show',
          json({
            template: '{{ .Prompt }}',
            modelfile: 'FROM m\nTEMPLATE {{ .Prompt }}\nRENDERER ministral\nPARSER ministral\n',
            capabilities: ['completion'],
          }),
        ),
    )
    expect(find('template')).toEqual({
      name: 'template',
      status: 'ok',
      text: 'the runtime renders it (its own renderer "ministral")',
    })
    expect(find('thinking')).toEqual({
      name: 'thinking',
      status: 'ok',
      text: 'not listed (capabilities: completion); the runtime\'s parser "ministral" splits it off',
    })
  })

  it('asks with the options of a vote, for a few tokens', async () => {
    const { ollama } = await examined(undefined, ['-o', 'num_ctx=8192'])
    expect(ollama.drawn[0]?.body).toMatchObject({
      options: { num_ctx: 8_192, num_predict: 16, temperature: 0.8, seed: 1 },
      shift: false,
    })
  })

  it.each([
    [
      'thinking',
      model({ capabilities: ['completion'] }),
      'not listed (capabilities: completion); tags <think>…</think> in the text are split off',
      'TEMPLATE with the tags round',
    ],
    [
      'template',
      model({ template: '{{ .Prompt }}' }),
      'none: prompts go to the model in a default form',
      'Import',
    ],
    [
      'window',
      model({ modelInfo: { 'general.architecture': 'llama', 'llama.context_length': 4_096 } }),
      '40960 tokens asked, trained with 4096',
      '-o num_ctx=4096',
    ],
    [
      'memory',
      (ollama: ScriptedOllama) =>
        ollama.on(
          '/api/ps',
          json({ models: [{ name: 'magistral:24b', digest: 'x', size: 2 ** 34, size_vram: 2 ** 33 }] }),
        ),
      '16.0 GiB loaded, 50 % of it on the GPU',
      'The CPU does the rest, slowly.',
    ],
  ] as const)('warns of %s, and says what to do; a vote would run', async (name, change, text, fix) => {
    const { exitCode, find } = await examined((ollama) => void change(ollama))
    expect(exitCode).toBe(0)
    expect(find(name)).toEqual({ name, status: 'warn', text, fix: expect.stringContaining(fix) })
  })

  it.each([
    ['model', nothingInstalled, 6, 'Nothing is installed. To get it: ollama pull'],
    ['model', model({ remoteHost: 'https://ollama.com' }), 6, 'magistral:24b (remote)'],
    [
      'load',
      (ollama: ScriptedOllama) =>
        ollama.on('/api/chat', errorReply(500, 'llama-server process has terminated: exit 1')),
      1,
      'Look into the log of the runtime',
    ],
    [
      'request',
      (ollama: ScriptedOllama) => {
        let chats = 0
        ollama.on('/api/chat', () => {
          chats += 1
          return chats % 2 === 1
            ? json({
                model: 'm',
                message: { role: 'assistant', content: '' },
                done: true,
                done_reason: 'load',
              })
            : errorReply(500, 'option "temperature" must be of type float32')
        })
      },
      1,
      'Look at the log of the runtime.',
    ],
  ] as const)(
    'fails for %s, with the exit code of a vote, and looks no further',
    async (name, change, exitCode, fix) => {
      const found = await examined((ollama) => void change(ollama))
      expect(found.exitCode).toBe(exitCode)
      expect(found.checks.at(-1)).toMatchObject({ name, status: 'fail', exitCode })
      expect(found.checks.at(-1)?.fix).toContain(fix)
    },
  )

  it('fails for a runtime that is not there: exit 5', async () => {
    const { ollama, run } = await cliWith()
    await ollama.close()
    const { exitCode, stdout } = await run(['doctor'])
    await ollama.listenAgain()
    expect(exitCode).toBe(5)
    expect(stdout).toMatch(/^fail {2}host {6}No runtime answers at .*\n {16}Start it \(ollama serve\)/)
  })

  it('refuses bad settings like a vote: exit 2', async () => {
    const { run } = await cliWith()
    expect(await run(['doctor', '-o', 'num_ctz=5'])).toMatchObject({ exitCode: 2, stdout: '' })
  })

  it('stops when told to, in the middle of a load', async () => {
    const { ollama, start } = await cliWith()
    ollama.on('/api/chat', stream(stall))
    const running = await start(['doctor'], { clock: new FakeClock() })
    const load = await ollama.arrived(5)
    running.signal('SIGINT')
    const { exitCode, stdout } = await running.result
    expect(exitCode).toBe(130)
    expect(stdout).not.toContain('fail')
    expect(await load.closed).toBe('hung-up')
  })
})
