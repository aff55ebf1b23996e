import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { datasetDigest } from '../src/experiment/dataset/digest.ts'
import { randomSource } from '../src/experiment/random.ts'
import { problemSeeds } from '../src/experiment/seeds.ts'
import type { Manifest } from '../src/journal/manifest.ts'
import { builtInPath } from '../src/package-root.ts'
import type { Problem } from '../src/problem.ts'
import { printTable } from './support/table.ts'

const digest = 'f'.repeat(64)
const model = 'magistral:scale'

/**
 * A large run: its journal is written straight to the disk (simulated samples), then reported, voted again and resumed by the real program as
 * processes of their own (measured).
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { problems: { type: 'string' }, samples: { type: 'string' }, kb: { type: 'string' } },
  })
  const problems = Number(values.problems ?? 500)
  const samples = Number(values.samples ?? 64)
  const bytes = Number(values.kb ?? 60) * 1_000
  const folder = await mkdtemp(join(tmpdir(), 'magi-scale-'))
  try {
    const small = await writeRun(join(folder, 'small'), problems, Math.max(2, Math.round(samples / 8)), bytes)
    const large = await writeRun(join(folder, 'large'), problems, samples, bytes)
    process.stdout.write(
      `${problems} problems × ${samples} samples × ${bytes / 1_000} kB: a journal of ${((await stat(join(large, 'journal.jsonl'))).size / 1e9).toFixed(2)} GB (simulated samples); ` +
        'the program as processes of their own (measured)\n\n',
    )
    const rows = [
      ['report', 'under 90 s', 'under 300 MB', ...(await both(['report'], small, large))],
      [
        'report --format html',
        '',
        'under 300 MB',
        ...(await both(['report', '--format', 'html', '--output', '/dev/null'], small, large)),
      ],
      ['runs revote', '', 'under 300 MB', ...(await both(['runs', 'revote'], small, large))],
      ['resume to the first request', 'under 20 s', 'under 300 MB', ...(await resumeBoth(small, large))],
    ]
    printTable(['', 'asked', 'asked', 'seconds', 'peak MB', 'peak MB, samples / 8'], rows)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Writes a run whose last sample is missing. */
async function writeRun(folder: string, count: number, n: number, bytes: number): Promise<string> {
  const problems: Problem[] = Array.from({ length: count }, (_, index) => ({
    id: `p${index}`,
    prompt: `What is ${index} + ${index}?`,
    answer: String(2 * index),
  }))
  const dataset = join(folder, 'set.jsonl')
  await mkdir(folder, { recursive: true })
  await writeFile(dataset, problems.map((problem) => `${JSON.stringify(problem)}\n`).join(''))
  const seeds = problemSeeds(
    1,
    problems.map(({ id }) => id),
    2 * n,
  )
  const manifest = await manifestOf(dataset, problems, n)
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'problems.json'), JSON.stringify(problems))
  const journal = createWriteStream(join(folder, 'journal.jsonl'))
  const random = randomSource(1)
  const syllables = ['na', 'ri', 'to', 'ke', 'lu', 'so', 'mi', 'ba']
  const thinking = Array.from({ length: Math.ceil(bytes / 3) }, () => syllables[random.below(8)])
    .join(' ')
    .slice(0, bytes)
  for (const [place, { id, answer }] of problems.entries()) {
    for (let index = 0; index < n; index += 1) {
      if (place === count - 1 && index === n - 1) break
      const value = random.below(10) < 7 ? String(answer) : String(random.below(50))
      const sample = {
        schema: 'magi.sample/1',
        key: `${id}/${index}`,
        problem: id,
        index,
        seed: (seeds.get(id) ?? 0) + index,
        thinking,
        text: `Final answer: ${value}`,
        answer: { type: 'found', value, kind: 'number', by: 'anchor' },
        end: { type: 'finished', reason: 'stop' },
        forced: false,
        tokens: {
          prompt: 20,
          output: Math.round(bytes / 4),
          thinking: Math.round(bytes / 4) - 5,
          counted: 'runtime',
        },
        timing: {
          startedAtMs: 1_000 * (place * n + index),
          firstPartMs: 100,
          elapsedMs: 60_000,
          tokensPerSecond: 40,
        },
        attempt: 1,
        slot: index % 4,
      }
      if (!journal.write(`${JSON.stringify(sample)}\n`)) await once(journal, 'drain')
    }
  }
  journal.end()
  await once(journal, 'finish')
  return folder
}

async function manifestOf(path: string, problems: readonly Problem[], n: number): Promise<Manifest> {
  const instruction = (
    JSON.parse(await readFile(builtInPath('models', 'generic.json'), 'utf8')) as {
      answer: { instruction: string }
    }
  ).answer.instruction
  return {
    schema: 'magi.run/1',
    runId: '20261122T101500Z-scal',
    command: 'bench',
    createdAt: '2026-11-22T10:15:00.000Z',
    magiVersion: '0.1.0',
    runtime: { host: 'http://127.0.0.1:9', version: '0.24.0' },
    model: { name: model, digest, card: 'generic' },
    request: {
      messages: [{ role: 'user', content: '{{problem}}' }],
      options: { num_ctx: 4_096, num_predict: 1_024, temperature: 0.7 },
    },
    preset: 'card',
    profile: 'default',
    keepAlive: '30m',
    slots: 4,
    loadMs: 60_000,
    seedBase: 1,
    n,
    min: 0,
    rule: 'all',
    schedule: 'lookahead',
    tie: 'first',
    extendBy: n,
    countForced: false,
    answer: { kind: 'auto' },
    limits: { firstPartMs: 60_000, idleMs: 60_000, totalMs: 600_000 },
    onTrip: 'drop',
    dataset: {
      path,
      fields: {},
      choiceSeed: 0,
      selection: {},
      hash: datasetDigest(problems),
      problems: problems.length,
      prompts: datasetDigest(
        problems.map(({ id, prompt }) => ({ id, prompt: `${prompt}\n\n${instruction}` })),
      ),
    },
  }
}

async function both(
  command: readonly string[],
  small: string,
  large: string,
): Promise<[string, string, string]> {
  const [name = '', ...flags] = command
  const ofLarge = await timed([
    name,
    ...flags.filter((flag) => !flag.startsWith('-') && flag === 'revote'),
    large,
    ...flags.filter((flag) => flag !== 'revote'),
  ])
  const ofSmall = await timed([
    name,
    ...flags.filter((flag) => flag === 'revote'),
    small,
    ...flags.filter((flag) => flag !== 'revote'),
  ])
  return [ofLarge.seconds.toFixed(1), ofLarge.peakMb.toFixed(0), ofSmall.peakMb.toFixed(0)]
}

/** Resumes against a runtime that lists the model, loads it, and hangs up on the first draw. */
async function resumeBoth(small: string, large: string): Promise<[string, string, string]> {
  let drawn = () => {}
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body =
        chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as { messages?: unknown[] })
      const json = (value: unknown) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
      if (request.url === '/api/version') json({ version: '0.24.0' })
      else if (request.url === '/api/tags') json({ models: [{ name: model, model, digest, size: 1 }] })
      else if (request.url === '/api/show')
        json({ capabilities: ['completion'], template: '{{ .Messages }}', model_info: {} })
      else if (request.url === '/api/ps') json({ models: [] })
      else if ((body.messages?.length ?? 0) === 0)
        json({ model, message: { role: 'assistant', content: '' }, done: true, done_reason: 'load' })
      else drawn()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const resume = async (folder: string) => {
    const first = new Promise<void>((resolve) => {
      drawn = resolve
    })
    return timed(['bench', '--resume', folder, '--host', host], first)
  }
  try {
    const ofLarge = await resume(large)
    const ofSmall = await resume(small)
    return [ofLarge.seconds.toFixed(1), ofLarge.peakMb.toFixed(0), ofSmall.peakMb.toFixed(0)]
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** Runs the built program; until it ends, or until `until`. Peak memory by the system (VmHWM), looked at while it runs. */
async function timed(
  args: readonly string[],
  until?: Promise<void>,
): Promise<{ seconds: number; peakMb: number }> {
  const begun = performance.now()
  const bin = join(builtInPath(), '..', 'bin', 'magi.js')
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  let peakKb = 0
  const look = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
  }
  const watch = setInterval(() => void look(), 50)
  const ended = once(child, 'exit')
  await Promise.race([ended, until ?? ended])
  const seconds = (performance.now() - begun) / 1_000
  await look()
  clearInterval(watch)
  child.kill('SIGKILL')
  await ended
  return { seconds, peakMb: peakKb / 1_024 }
}
