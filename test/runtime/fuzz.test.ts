import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DrawReader } from '../../src/runtime/draw-reader.ts'
import { failureCodes, type Part } from '../../src/stream/part.ts'
import { gather } from '../support/gather.ts'
import { sampleLines, textLine } from '../support/wire-lines.ts'

const whole = sampleLines({
  thinking: ['six ', 'times <sev', 'en> 思考 👩‍🚀', '\n'],
  text: ['<think>', 'so', '</think>', '4', '2 🎉'],
}).join('')

const bodies = fc.constantFrom(
  whole,
  textLine({ text: ' ha' }).repeat(31),
  `${textLine({ text: '4' })}{"error":"an error was encountered while running the model"}\n`,
  sampleLines({ text: ['so [/THI', 'NK] 42'], doneReason: 'length' }).join('\n\n'),
)

/** A change to a body: bytes taken out, put in, or overwritten. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  taken: fc.nat({ max: 40 }),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc
      .constantFrom('\n', '{', '}', '"', '\\', '\\ud800', 'null', '"done":true,', '</think>')
      .map((text) => Buffer.from(text)),
  ),
})

function changed(body: string, changes: readonly { at: number; taken: number; put: Uint8Array }[]): Buffer {
  let bytes = Buffer.from(body)
  for (const { at, taken, put } of changes) {
    const from = Math.floor(at * bytes.length)
    bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + taken)])
  }
  return bytes
}

function read(bytes: Buffer, lengths: readonly number[]): Part[] {
  const reader = new DrawReader({ windowTokens: 256 })
  const parts: Part[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1
    parts.push(...reader.read(bytes.subarray(at, at + length)))
    at += length
  }
  return [...parts, ...reader.finish()]
}

describe('whatever a body says', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 })

  it('it ends once, by a name, and the same however it is cut', () => {
    fc.assert(
      fc.property(bodies, fc.array(change, { maxLength: 4 }), cuts, (body, changes, lengths) => {
        const bytes = changed(body, changes)
        const parts = read(bytes, lengths)
        const ends = parts.flatMap((part) => (part.type === 'end' ? [part.end] : []))
        expect(ends).toHaveLength(1)
        expect(parts.at(-1)?.type).toBe('end')
        const [end] = ends
        if (end?.type === 'failed') {
          expect(failureCodes).toContain(end.code)
          expect(end.message.startsWith(`${end.code}: `)).toBe(true)
        }
        expect(gather(parts)).toEqual(gather(read(bytes, [bytes.length])))
      }),
      { numRuns: 2_000 },
    )
  })

  it('what came before the trouble is kept', () => {
    const all = gather(read(Buffer.from(whole), [1_000]))
    expect([all.thinking, all.text]).toEqual(['six times <seven> 思考 👩‍🚀\nso', '42 🎉'])
    fc.assert(
      fc.property(fc.nat({ max: Buffer.byteLength(whole) }), cuts, (length, lengths) => {
        const bytes = Buffer.from(whole).subarray(0, length)
        const { thinking, text } = gather(read(bytes, lengths))
        // A tag that was cut off is text.
        const untagged = (side: string) => side.replace(/<\/?[think]*$/, '')
        expect(all.thinking.slice(0, untagged(thinking).length)).toBe(untagged(thinking))
        expect(all.text.slice(0, untagged(text).length)).toBe(untagged(text))
      }),
      { numRuns: 500 },
    )
  })
})
