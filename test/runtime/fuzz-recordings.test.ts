import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AskStream } from '../../src/cli/ask/stream.ts'
import type { CommandContext } from '../../src/cli/command.ts'
import { type CliProcess, openTerminal } from '../../src/cli/terminal/terminal.ts'
import { systemClock } from '../../src/ground/clock.ts'
import { guardsFor } from '../../src/guard/guards.ts'
import type { Driver } from '../../src/runtime/driver.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import { drawSample } from '../../src/sample/draw.ts'
import { failureCodes } from '../../src/stream/part.ts'
import { readRecordings } from '../support/recordings.ts'
import { sharedPath } from '../support/shared.ts'

/** How many broken streams are read; `MAGI_FUZZ_STREAMS` says otherwise. */
const streams = Number(process.env['MAGI_FUZZ_STREAMS'] ?? 10_000)
/** The same streams every time, unless `MAGI_FUZZ_SEED` names another number. */
const seed = Number(process.env['MAGI_FUZZ_SEED'] ?? 20_261_127)

const folder = sharedPath('recordings')
/** Bodies of the recorded draws; of a long one what comes first, so that thousands can be read. */
const bodies =
  folder === undefined
    ? []
    : readRecordings(folder)
        .filter(
          ({ request: { path }, response: { chunks } }) => /chat|generate/.test(path) && chunks.length > 0,
        )
        .map(({ response }) =>
          Buffer.concat(
            response.chunks.map(({ text, base64 }) =>
              Buffer.from(text ?? base64 ?? '', text === undefined ? 'base64' : 'utf8'),
            ),
          ).subarray(0, 8_192),
        )

/** What no runtime should say, and some things that it says, in places where they do not belong. */
const snippets = [
  ...[
    '\n',
    '\r\n',
    '{',
    '}',
    '[',
    '"',
    '\\',
    '\\u',
    '\\ud83d',
    ',',
    'null',
    '1e999',
    '-0',
    'NaN',
    '\ufeff',
    '\u2028',
  ],
  ...[
    '{"error":"unexpected EOF"}\n',
    '{"done":true}\n',
    '"done":true,',
    '"message":null,',
    '"message":{"content":7},',
  ],
  ...['<think>', '</think>', '[THINK]', '[/THINK]', '\\u003c/think\\u003e', '[/INST]'],
  ...[
    '\u001b[2J',
    '\\u001b]52;c;aGk=\\u0007',
    '\\u001b]8;;http://a.example\\u001b\\\\',
    '\\u001bP+q\\u001b\\\\',
    '\\u001b',
  ],
  ...[
    '\\u009b31m',
    '\\u0090',
    '\\u202e',
    '\\u2066',
    '\\r',
    '\\u0000',
    '\\b\\b\\b',
    'data: ',
    '<html>',
    `${'['.repeat(3_000)}`,
  ],
].map((text) => Buffer.from(text))

type Change = (bytes: Buffer) => Buffer

const place = fc.double({ min: 0, max: 1, noNaN: true })
const at = (bytes: Buffer, share: number) => Math.floor(share * bytes.length)
const body = fc
  .integer({ min: 0, max: Math.max(0, bodies.length - 1) })
  .map((index) => bodies[index] ?? Buffer.alloc(0))

const change: fc.Arbitrary<Change> = fc.oneof(
  place.map(
    (end): Change =>
      (bytes) =>
        bytes.subarray(0, at(bytes, end)),
  ),
  place.map(
    (begin): Change =>
      (bytes) =>
        bytes.subarray(at(bytes, begin)),
  ),
  fc.tuple(body, place, place).map(
    ([other, end, begin]): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at(bytes, end)), other.subarray(at(other, begin))]),
  ),
  fc.tuple(place, fc.nat({ max: 300 }), fc.integer({ min: 2, max: 40 })).map(
    ([begin, length, times]): Change =>
      (bytes) => {
        const from = at(bytes, begin)
        const piece = bytes.subarray(from, from + length)
        return Buffer.concat([
          bytes.subarray(0, from),
          ...Array.from({ length: times }, () => piece),
          bytes.subarray(from),
        ])
      },
  ),
  fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 8 })).map(
    ([begin, put]): Change =>
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, at(bytes, begin)),
          put,
          bytes.subarray(at(bytes, begin) + put.length),
        ]),
  ),
  fc.tuple(place, fc.constantFrom(...snippets), fc.nat({ max: 20 })).map(
    ([begin, put, taken]): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at(bytes, begin)), put, bytes.subarray(at(bytes, begin) + taken)]),
  ),
)

/** One stream: its bytes, the sizes they come in, and how the connection ends. */
const brokenStream = fc.record({
  body,
  changes: fc.array(change, { minLength: 1, maxLength: 5 }),
  sizes: fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 6 }),
  ending: fc.constantFrom('end', 'end', 'half-close', 'reset'),
  shows: fc.record({ isTerminal: fc.boolean(), thinks: fc.boolean() }),
})

/** Anything that commands a terminal: control characters but tab and line feed, and marks that reorder text. */
const commands = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** What a person sees of one sample. */
function screen({ isTerminal, thinks }: { isTerminal: boolean; thinks: boolean }): {
  stream: AskStream
  warn(text: string): void
  shown(): string
} {
  const written: string[] = []
  const output = Object.assign(
    new Writable({
      decodeStrings: false,
      write(text: string, _, done) {
        written.push(text)
        done()
      },
    }),
    { isTTY: isTerminal },
  )
  const cli = {
    stdout: output,
    stderr: output,
    env: { NO_COLOR: '1', CI: '1' },
    clock: systemClock,
  } as unknown as CliProcess
  const context: CommandContext = {
    cli,
    args: [],
    terminal: openTerminal(cli),
    stop: new AbortController().signal,
  }
  return {
    stream: new AskStream(context, { json: false, hideThinking: false, thinks, mayFollow: false }),
    warn: context.terminal.warn,
    shown: () => written.join(''),
  }
}

describe.skipIf(folder === undefined)('recorded streams, cut, spliced and changed', () => {
  let next: { bytes: Buffer; sizes: readonly number[]; ending: string }
  let server: Server
  let driver: Driver

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().on('end', () => {
        const { bytes, sizes, ending } = next
        response.on('error', () => {})
        response.writeHead(200, { 'content-type': 'application/x-ndjson' })
        for (let from = 0, turn = 0; from < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1
          response.write(bytes.subarray(from, from + size))
          from += size
        }
        if (ending === 'end') response.end()
        else if (ending === 'half-close') response.socket?.end()
        else response.write('', () => response.socket?.resetAndDestroy())
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    driver = createOllamaDriver(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })

  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it(`${streams} of them: each ends once and by a name, nothing commands the terminal, memory stays`, async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const ends = new Map<string, number>()
    let heapBefore = 0
    let count = 0
    await fc.assert(
      fc.asyncProperty(brokenStream, async ({ body: whole, changes, sizes, ending, shows }) => {
        const bytes = changes.reduce<Buffer>((changed, change) => change(changed), whole)
        next = { bytes, sizes, ending }
        const { stream, warn, shown } = screen(shows)
        const request = {
          model: 'magistral',
          messages: [{ role: 'user' as const, content: 'x' }],
          options: {},
        }
        let ended = 0
        const draw = await drawSample((signal) => driver.draw(request, signal), guardsFor({}), systemClock, {
          onPart(part) {
            if (part.type === 'end') ended++
            else if (ended > 0) throw new Error('a part came after the end')
            stream.part(part)
          },
        })
        stream.end()
        const { end } = draw
        expect(ended).toBe(end.type === 'tripped' ? 0 : 1)
        expect(['finished', 'failed', 'tripped']).toContain(end.type)
        if (end.type === 'failed') {
          expect(failureCodes).toContain(end.code)
          expect(end.message.startsWith(`${end.code}: `)).toBe(true)
          expect(end.message.length).toBeLessThan(1_000)
          warn(end.message)
        }
        expect(shown()).not.toMatch(commands)
        const name = end.type === 'failed' ? end.code : end.type
        ends.set(name, (ends.get(name) ?? 0) + 1)
        if (++count === 500) {
          collect()
          heapBefore = process.memoryUsage().heapUsed
        }
      }),
      { numRuns: streams, seed, verbose: 1 },
    )
    collect()
    const grown = process.memoryUsage().heapUsed - heapBefore
    const told = [...ends].sort(([, a], [, b]) => b - a).map(([name, times]) => `${times} ${name}`)
    process.stderr.write(
      `fuzz: ${count} streams of ${bodies.length} recordings, seed ${seed}, heap ${(grown / 2 ** 20).toFixed(1)} MiB since the 500th: ${told.join(', ')}\n`,
    )
    if (count > 1_000) expect(grown).toBeLessThan(16 * 1024 * 1024)
  }, 600_000)
})
