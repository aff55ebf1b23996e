import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sampleSchema } from '../../src/sample/sample.ts'
import { emptyFolder } from '../support/folder.ts'
import { bodiesOf } from '../support/run-cli.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import {
  chatStream,
  end,
  errorReply,
  hold,
  type Reply,
  send,
  stall,
  stream,
} from '../support/scripted-reply.ts'
import { ensureBuilt, type SpawnedCli, spawnCli } from '../support/spawn-cli.ts'
import { bySeed, bySeeds, readRun, readVote } from '../support/vote-script.ts'
import { sampleLines, textLine, words } from '../support/wire-lines.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 })
beforeAll(ensureBuilt, 120_000)

const endless = stream(
  ...words('one two three four five').map((word) => send(textLine({ thinking: word }))),
  stall,
)

async function spawnWith(draws: Parameters<typeof ScriptedOllama.start>, args: readonly string[], env = {}) {
  const ollama = await ScriptedOllama.start(...draws)
  onTestFinished(() => ollama.close())
  return { ollama, running: await spawnCli(args, { OLLAMA_HOST: ollama.host, ...env }) }
}

describe('the program in a process of its own', () => {
  it('writes the answer alone to stdout, and ends though nobody closes its standard input', async () => {
    const { running } = await spawnWith(
      [chatStream({ thinking: 'Hm.', text: '42' })],
      ['ask', 'What is 6 × 7?'],
    )
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
    expect(stderr).toContain('Hm.\n')
  })

  it('reads its prompt from the pipe', async () => {
    const { ollama, running } = await spawnWith([chatStream({ text: '42' })], ['ask', '--json'])
    running.child.stdin?.end('What is 6 × 7?\n')
    const { exitCode, stdout } = await running.result
    expect(exitCode).toBe(0)
    expect(sampleSchema.parse(JSON.parse(stdout)).text).toBe('42')
    expect(bodiesOf(ollama)[0]?.messages).toEqual([{ role: 'user', content: 'What is 6 × 7?' }])
  })

  it('puts what is piped in before the words', async () => {
    const { ollama, running } = await spawnWith([chatStream({ text: '42' })], ['ask', 'Sum these.'])
    running.child.stdin?.end('6\n7\n')
    const { exitCode, stderr } = await running.result
    expect(exitCode).toBe(0)
    expect(stderr).toContain('+ 4 bytes from standard input')
    expect(bodiesOf(ollama)[0]?.messages).toEqual([{ role: 'user', content: '6\n7\n\nSum these.' }])
  })

  it.each([
    [0, ['vote', '-n', '2', '--seed', '100', '--rule', 'all'], ['42', '42'], '42\n'],
    [1, ['ask'], [errorReply(500, 'out of order')], ''],
    [2, ['vote', '--preset', 'greedy'], [], ''],
    [3, ['vote', '-n', '2', '--seed', '100', '--rule', 'all'], ['1', '2'], ''],
    [4, ['vote', '-n', '1', '--seed', '100'], [chatStream({ text: 'I cannot say.' })], ''],
    [5, ['ask', '--host', '127.0.0.1:9'], [], ''],
    [6, ['ask', '--model', 'qwq'], [], ''],
    [7, ['ask', '--max-thinking-tokens', '2', '--on-trip', 'drop'], [endless], ''],
  ] as [number, string[], (Reply | string)[], string][])(
    'ends with exit code %i: %j',
    async (exitCode, args, replies, stdout) => {
      const draws = args[0] === 'ask' ? (replies as Reply[]) : bySeed(100, replies)
      const { running } = await spawnWith(draws, [...args, 'x'])
      expect(await running.result).toMatchObject({ exitCode, stdout })
    },
  )

  it('writes plain lines where there is no terminal', async () => {
    const { running } = await spawnWith(bySeed(100, ['42', '42']), [
      'vote',
      '-n',
      '2',
      '--seed',
      '100',
      '--rule',
      'all',
      'x',
    ])
    const { stderr } = await running.result
    expect(stderr).not.toMatch(/[\u001b\r]/)
    expect(stderr).toMatch(/^#0 42 \(6 tokens, \d+\.\d s\) · 42 leads with 1 of 1 · 1 of 2 drawn$/m)
    expect(stderr).toMatch(/^#1 42 \(6 tokens, \d+\.\d s\) · 42 leads with 2 of 2 · 2 of 2 drawn$/m)
  })

  it('shows the demo, marked as such, with its winner', async () => {
    const running = await spawnCli(['demo'])
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '1/2\n' })
    expect(stderr).toMatch(/^demo, no model: /)
    expect(stderr).toContain('1/2 wins with ')
  })
})

describe('a process that is stopped', () => {
  const begun = async (): Promise<{ ollama: ScriptedOllama; running: SpawnedCli }> => {
    const started = await spawnWith(bySeed(100, ['42', endless]), [
      'vote',
      '-n',
      '4',
      '--seed',
      '100',
      '--rule',
      'all',
      'x',
    ])
    await started.running.shows('1 of 4 drawn')
    await started.ollama.arrived(6)
    return started
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)(
    'by %s saves what it has, ends the work of the runtime, and says how to go on',
    async (signal, exitCode) => {
      const { ollama, running } = await begun()
      running.child.kill(signal)
      const result = await running.result
      expect({ exitCode: result.exitCode, stdout: result.stdout }).toEqual({ exitCode, stdout: '' })
      expect(result.stderr).toContain('1 sample saved. Go on with: magi vote --resume 2')
      expect(await ollama.drawn[1]?.closed).toBe('hung-up')
    },
  )

  it('by two Ctrl-C at once is gone', async () => {
    const { running } = await begun()
    running.child.kill('SIGINT')
    running.child.kill('SIGINT')
    expect((await running.result).exitCode).toBe(130)
  })

  it('by a reader that leaves says nothing of it, and ends the work of the runtime', async () => {
    const pause = hold()
    const lines = words('The answer is forty-two.').map((text) => send(textLine({ text })))
    const thought = send(textLine({ thinking: 'Hm.' }))
    const { ollama, running } = await spawnWith(
      [stream(thought, ...lines, pause, ...lines, stall)],
      ['ask', '-q', '--on-trip', 'drop', 'x'],
    )
    await running.shows('The')
    running.child.stdout?.destroy()
    await pause.reached
    pause.release()
    const { exitCode, stderr } = await running.result
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(await ollama.drawn[0]?.closed).toBe('hung-up')
  })
})

describe('an endpoint that is stopped', () => {
  const begun = async () => {
    const gate = hold()
    const [first = '', ...rest] = sampleLines({ thinking: 'Let me think.', text: ['Final answer: 42'] })
    const reply = stream(send(first), gate, ...rest.map((line) => send(line)), end)
    const started = await spawnWith(
      [reply, reply],
      [...['serve', '--listen', '127.0.0.1:0', '--rule', 'all', '--slots', '2']],
    )
    await started.running.shows('/magi')
    const address = started.running.stdoutNow().trim()
    const body = JSON.stringify({
      ...{ model: 'magistral:24b-vote2', stream: false },
      messages: [{ role: 'user', content: 'What is 6 × 7?' }],
    })
    const answer = fetch(`${address}/api/chat`, { method: 'POST', body }).then((reply) => reply.text())
    answer.catch(() => {})
    while (started.ollama.drawn.length < 2) await started.ollama.arrived(started.ollama.requests.length + 1)
    return { ...started, gate, address, answer }
  }

  it('by SIGTERM takes no more requests, answers what is under way, and exits with 0', async () => {
    const { running, gate, address, answer } = await begun()
    running.child.kill('SIGTERM')
    await running.shows('stopping')
    await expect(fetch(`${address}/healthz`)).rejects.toThrow()
    gate.release()
    expect(await answer).toContain('Final answer: 42')
    expect((await running.result).exitCode).toBe(0)
  })

  it('by a second SIGTERM leaves at once, and ends the work of the runtime', async () => {
    const { ollama, running, answer } = await begun()
    running.child.kill('SIGTERM')
    await running.shows('stopping')
    running.child.kill('SIGTERM')
    expect((await running.result).exitCode).toBe(143)
    expect(await Promise.all(ollama.drawn.map(({ closed }) => closed))).toEqual(['hung-up', 'hung-up'])
    await expect(answer).rejects.toThrow()
  })
})

describe('a process that is killed', () => {
  it('leaves a run that goes on where it was, to the same vote', async () => {
    const folder = join(emptyFolder(), 'run')
    const answers = ['42', '41', '42', '7', '42', '41']
    const args = ['vote', '-n', '6', '--seed', '100', '--rule', 'all', '--json']
    const whole = await spawnWith(bySeed(100, answers), [...args, 'x'])
    const uninterrupted = readVote((await whole.running.result).stdout)

    const replies: Record<number, Reply | string> = {
      100: '42',
      101: '41',
      102: endless,
      103: '7',
      104: endless,
    }
    const { ollama, running } = await spawnWith(bySeeds(replies), [
      ...args,
      '--slots',
      '2',
      '--run-dir',
      folder,
      'x',
    ])
    await running.shows('3 of 6 drawn')
    await ollama.arrived(9)
    const second = await spawnCli(['vote', '--resume', folder], { OLLAMA_HOST: ollama.host })
    expect(await second.result).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining(`is being written by process ${running.child.pid}.`),
    })
    running.child.kill('SIGKILL')
    await running.result
    const before = bodiesOf(ollama).length

    for (const [index, answer] of answers.entries()) replies[100 + index] = answer
    const resumed = await spawnCli(['vote', '--resume', folder, '--json'], { OLLAMA_HOST: ollama.host })
    const { exitCode, stdout, stderr } = await resumed.result
    expect(exitCode).toBe(0)
    expect(stderr).toContain(`Took over the run from process ${running.child.pid}, which is gone.`)
    const { vote, clusters, samples, stop, tokens } = uninterrupted
    expect(readVote(stdout)).toMatchObject({ vote, clusters, samples, stop, tokens })
    const drawnAgain = bodiesOf(ollama).slice(before)
    expect(drawnAgain.map(({ options }) => options['seed']).sort()).toEqual([102, 104, 105])
    const run = await readRun(folder)
    expect(run.samples.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3, 4, 5])
    expect(await readFile(join(folder, 'journal.jsonl'), 'utf8')).toMatch(/\}\n$/)
  })
})
