import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/ground/clock.ts'
import { type Sample, sampleSchema } from '../../src/sample/sample.ts'
import { installedModel } from '../support/default-replies.ts'
import { emptyFolder } from '../support/folder.ts'
import { runCli, startCli, type WireBody } from '../support/run-cli.ts'
import { type Handler, ScriptedOllama } from '../support/scripted-ollama.ts'
import { end, errorReply, hold, json, type Reply, reset, send, stream } from '../support/scripted-reply.ts'
import { answering, readVote } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'

const seed = 100
const [first = ''] = sampleLines({ thinking: 'Let me see.', text: ['Final answer: 42'] })
const breaking: Reply = stream(send(first), reset)

/** The answer of a sample is that of its seed, wherever it is drawn. */
const bySeed: Handler = ({ body }) =>
  answering(Number((body as WireBody).options['seed']) % 3 === 0 ? '41' : '42')

/** Hosts that answer as many draws as are asked, each by its own handler. */
async function hosts(...handlers: Handler[]): Promise<ScriptedOllama[]> {
  return Promise.all(
    handlers.map(async (handler) => {
      const host = await ScriptedOllama.start(...Array.from({ length: 200 }, () => handler))
      onTestFinished(() => host.close().catch(() => {}))
      return host
    }),
  )
}

const named = (all: readonly ScriptedOllama[], more = '') =>
  all.flatMap(({ host }) => ['--host', `${host}${more}`])
const vote = (n: number, ...more: string[]) => [
  ...['vote', 'x', '-n', `${n}`, '--seed', `${seed}`, '--rule', 'all', '--json', ...more],
]

async function journal(folder: string): Promise<Sample[]> {
  const text = await readFile(join(folder, 'journal.jsonl'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { crc: _crc, ...sample } = JSON.parse(line) as Sample & { crc: number }
      return sampleSchema.parse(sample)
    })
}

describe('several hosts', () => {
  it('draw one vote, each sample under the seed that it has anywhere, and each record says where', async () => {
    const three = await hosts(bySeed, bySeed, bySeed)
    const folder = join(emptyFolder(), 'run')
    const { exitCode, stdout } = await runCli(vote(24, ...named(three, ',slots=2'), '--run-dir', folder))
    expect(exitCode).toBe(0)
    const { vote: outcome, samples } = readVote(stdout)
    expect([outcome, samples.drawn]).toMatchObject([{ type: 'won', answer: '42', votes: 16 }, 24])
    const drawn = await journal(folder)
    expect(drawn.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 24 }, (_, at) => at),
    )
    expect(drawn.every(({ index, seed: own }) => own === seed + index)).toBe(true)
    expect(new Set(drawn.map(({ host }) => host))).toEqual(new Set(three.map(({ host }) => host)))
    expect(new Set(drawn.map(({ runtimeVersion }) => runtimeVersion))).toEqual(new Set(['0.32.15']))
    expect(three.map((host) => host.drawn.length).reduce((sum, count) => sum + count)).toBe(24)
  })

  it('elect what one host elects', async () => {
    const winner = async (count: number) => {
      const all = await hosts(...Array.from({ length: count }, () => bySeed))
      const { stdout } = await runCli(vote(12, ...named(all)))
      return readVote(stdout).clusters.map(({ answer, samples }) => [
        answer,
        [...samples].sort((a, b) => a - b),
      ])
    }
    expect(await winner(3)).toEqual(await winner(1))
  })

  it('go on without one that is killed in the midst, and no sample is lost or counted twice', async () => {
    const gate = hold()
    const slow: Handler = (request) =>
      Number((request.body as WireBody).options['seed']) < seed + 4
        ? stream(
            send(first),
            gate,
            ...sampleLines({ text: ['Final answer: 42'] }).map((line) => send(line)),
            end,
          )
        : bySeed(request)
    const [dying, ...others] = await hosts(slow, bySeed, bySeed)
    const folder = join(emptyFolder(), 'run')
    const running = await startCli(
      vote(24, ...named([dying as ScriptedOllama, ...others], ',slots=2'), '--run-dir', folder),
      { clock: systemClock },
    )
    await gate.reached
    await dying?.close()
    const { exitCode, stdout, stderr } = await running.result
    expect([exitCode, readVote(stdout).samples.drawn]).toEqual([0, 24])
    expect(stderr).toContain(`${dying?.host} is away: its samples go to the other hosts.`)
    const drawn = await journal(folder)
    const last = new Map(drawn.map((sample) => [sample.index, sample]))
    expect([...last.values()].map(({ end }) => end.type)).toEqual(
      Array.from({ length: 24 }, () => 'finished'),
    )
    expect((await runCli(['runs', 'verify', folder])).exitCode).toBe(0)
  })

  it('take back one that comes again', async () => {
    const gate = hold()
    const held = stream(
      send(first),
      gate,
      ...sampleLines({ text: ['Final answer: 42'] }).map((line) => send(line)),
      end,
    )
    const [one, other] = await hosts(() => held, bySeed)
    await other?.close()
    const running = await startCli(vote(4, ...named([one as ScriptedOllama, other as ScriptedOllama])), {
      clock: systemClock,
    })
    await gate.reached
    await other?.listenAgain()
    while (other?.drawn.length === 0) await other.arrived(other.requests.length + 1)
    gate.release()
    const { exitCode, stdout } = await running.result
    expect([exitCode, readVote(stdout).samples.finished]).toEqual([0, 4])
  })

  it('leave a sample alone that breaks on two hosts which went on serving others', async () => {
    const poisoned: Handler = (request) =>
      Number((request.body as WireBody).options['seed']) === seed + 1 ? breaking : bySeed(request)
    const two = await hosts(poisoned, poisoned)
    const { exitCode, stdout } = await runCli(vote(8, ...named(two, ',slots=2')), { clock: systemClock })
    const { samples } = readVote(stdout)
    expect([exitCode, samples.finished, samples.failed]).toEqual([0, 7, 1])
  })

  it('never take the break of a host for one of the sample', async () => {
    const two = await hosts(() => breaking, bySeed)
    const { exitCode, stdout } = await runCli(vote(8, ...named(two)), { clock: systemClock })
    const { samples } = readVote(stdout)
    expect([exitCode, samples.finished, samples.failed]).toEqual([0, 8, 0])
  })

  it('give a slot less to one that is busy', async () => {
    let refused = 0
    const busy: Handler = (request) => {
      if (refused >= 3) return bySeed(request)
      refused += 1
      return errorReply(503, 'server busy')
    }
    const two = await hosts(busy, bySeed)
    const { exitCode, stdout } = await runCli(vote(12, ...named(two, ',slots=3')), { clock: systemClock })
    expect([exitCode, readVote(stdout).samples.finished]).toEqual([0, 12])
  })
})

describe('before the first sample', () => {
  const refused = async (change: (host: ScriptedOllama) => void, ...more: string[]) => {
    const two = await hosts(bySeed, bySeed)
    change(two[1] as ScriptedOllama)
    const result = await runCli(vote(4, ...named(two), ...more))
    const text = two.reduce((said, { host }, at) => said.replaceAll(host, `HOST${at}`), result.stderr)
    return { ...result, text, drawn: two.flatMap((host) => host.drawn).length }
  }

  const others: readonly (readonly [name: string, change: (host: ScriptedOllama) => void, says: string])[] = [
    [
      'another digest',
      (host: ScriptedOllama): void => {
        host.installed = [installedModel({ digest: 'ab'.repeat(32) })]
      },
      'Two hosts have different models: HOST0 has magistral:24b with the digest 39c75d9a7c0b, and HOST1 has magistral:24b with the digest abababababab.',
    ],
    [
      'another template',
      (host: ScriptedOllama): void => {
        host.installed = [installedModel({ template: '{{ .Prompt }}' })]
      },
      'Two hosts make other prompts of the same weights',
    ],
    [
      'another version',
      (host: ScriptedOllama) => void host.on('/api/version', json({ version: '0.24.0' })),
      'Two hosts run different versions of the runtime: HOST0 has 0.32.15, and HOST1 has 0.24.0.',
    ],
  ]

  it.each(others)('%s is refused, with both named', async (_, change, says) => {
    const { exitCode, text, drawn } = await refused(change)
    expect([exitCode, drawn]).toEqual([2, 0])
    expect(text).toContain(says)
  })

  it('another version may draw where that is allowed', async () => {
    const { exitCode, drawn } = await refused(
      (host) => void host.on('/api/version', json({ version: '0.24.0' })),
      '--mixed-versions',
    )
    expect([exitCode, drawn]).toEqual([0, 4])
  })

  it.each([
    ['127.0.0.1:1,slots=0', 'slots'],
    ['127.0.0.1:1,slot=2', 'slot'],
    ['127.0.0.1:1,', ''],
  ])('%s is no host', async (text, says) => {
    const { exitCode, stderr } = await runCli(vote(2, '--host', text, '--host', '127.0.0.1:2'))
    expect(exitCode).toBe(2)
    expect(stderr).toContain(says)
  })
})

describe('when no host is left', () => {
  it('a vote waits as long as it is told, ends with 5, and goes on at other hosts that are equal', async () => {
    const gate = hold()
    const two = await hosts(
      (request) =>
        Number((request.body as WireBody).options['seed']) < seed + 2
          ? bySeed(request)
          : stream(send(first), gate, reset),
      (request) =>
        Number((request.body as WireBody).options['seed']) < seed + 2
          ? bySeed(request)
          : stream(send(first), gate, reset),
    )
    const folder = join(emptyFolder(), 'run')
    const running = await startCli(vote(6, ...named(two), '--host-timeout', '1s', '--run-dir', folder), {
      clock: systemClock,
    })
    await gate.reached
    await Promise.all(two.map((host) => host.close()))
    const ended = await running.result
    expect(ended.exitCode).toBe(5)
    expect(ended.stderr).toContain('no host has answered for 1 s')
    const [other] = await hosts(bySeed)
    const resumed = await runCli(['vote', '--resume', folder, '--host', other?.host ?? '', '--json'], {
      clock: systemClock,
    })
    expect([resumed.exitCode, readVote(resumed.stdout).samples.finished]).toEqual([0, 6])
    expect((await runCli(['runs', 'verify', folder])).exitCode).toBe(0)
  })

  it('a host with other weights is no host for it', async () => {
    const [one] = await hosts(bySeed)
    const folder = join(emptyFolder(), 'run')
    await runCli(vote(2, ...named([one as ScriptedOllama]), '--run-dir', folder))
    const [other] = await hosts(bySeed)
    if (other !== undefined) other.installed = [installedModel({ digest: 'cd'.repeat(32) })]
    const resumed = await runCli(['vote', '--resume', folder, '-n', '4', '--host', other?.host ?? ''])
    expect([resumed.exitCode, other?.drawn]).toEqual([2, []])
  })
})

describe('headers', () => {
  const secret = 'open-sesame-42'

  it('go to the hosts that were named, with every request, and into no file, log or error', async () => {
    const two = await hosts(bySeed, bySeed)
    const cwd = emptyFolder()
    const file = join(cwd, 'headers')
    await writeFile(file, `X-Api-Key: ${secret}\nX-Team: blue\n`)
    await chmod(file, 0o600)
    const folder = join(cwd, 'run')
    const result = await runCli(
      vote(4, ...named(two), '--header-file', 'headers', '--run-dir', folder, '-v'),
      { cwd },
    )
    expect(result.exitCode).toBe(0)
    const requests = two.flatMap((host) => host.requests)
    expect(requests.filter(({ headers }) => headers['x-api-key'] !== secret)).toEqual([])
    expect(requests.filter(({ headers }) => headers['x-team'] !== 'blue')).toEqual([])
    const texts = await Promise.all(
      ['manifest.json', 'journal.jsonl', 'result.json', 'explain.json'].map((name) =>
        readFile(join(folder, name), 'utf8'),
      ),
    )
    expect([result.stdout, result.stderr, ...texts].filter((text) => text.includes(secret))).toEqual([])
  })

  it('are refused in a file that others can read', async () => {
    const [one] = await hosts(bySeed)
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'headers'), `X-Api-Key: ${secret}\n`)
    await chmod(join(cwd, 'headers'), 0o644)
    const { exitCode, stderr } = await runCli(
      vote(2, '--host', one?.host ?? '', '--header-file', 'headers'),
      { cwd },
    )
    expect([exitCode, one?.requests]).toEqual([2, []])
    expect(stderr).toContain('Others than you can read headers (its mode is 644).')
    expect(stderr).not.toContain(secret)
  })

  it('are read from the environment, and what is none is refused without being shown', async () => {
    const [one] = await hosts(bySeed)
    const args = vote(2, '--host', one?.host ?? '')
    expect((await runCli(args, { env: { MAGI_HEADERS: `Authorization: Bearer ${secret}` } })).exitCode).toBe(
      0,
    )
    expect(one?.requests.every(({ headers }) => headers['authorization'] === `Bearer ${secret}`)).toBe(true)
    const bad = await runCli(args, { env: { MAGI_HEADERS: `no header ${secret}` } })
    expect(bad.exitCode).toBe(2)
    expect(bad.stderr).not.toContain(secret)
  })
})

describe('magi doctor', () => {
  it('checks every host, and whether they may draw together', async () => {
    const two = await hosts(bySeed, bySeed)
    const { exitCode, stdout } = await runCli(['doctor', ...named(two, ',slots=2')])
    expect(exitCode).toBe(0)
    expect(two.every(({ host }) => stdout.includes(`${host}\n`))).toBe(true)
    expect(stdout).toContain(
      'all hosts\nok    same      those that answer have the same magistral:24b, and draw 4 samples at once\n',
    )
  })

  it('fails where they differ, for programs too', async () => {
    const two = await hosts(bySeed, bySeed)
    if (two[1] !== undefined) two[1].installed = [installedModel({ digest: 'ab'.repeat(32) })]
    const { exitCode, stdout } = await runCli(['doctor', '--json', ...named(two)])
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'magi.doctor/1',
      ok: false,
      hosts: two.map(({ host }) => ({ host, ok: true })),
      together: { name: 'same', status: 'fail', exitCode: 2 },
    })
  })
})
