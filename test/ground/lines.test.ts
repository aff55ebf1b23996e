import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  LineCutter,
  type LineLimits,
  linesOf,
  linesOfFile,
  utf8Text,
  withoutByteOrderMark,
} from '../../src/ground/lines.ts'
import { emptyFolder } from '../support/folder.ts'

type Seen = readonly [line: number, text: string, ended: boolean, isTooLong: boolean]

/** All lines; the chunks go through one buffer that is written over, as a file is read. */
async function read(chunks: readonly Uint8Array[], limits?: LineLimits): Promise<Seen[]> {
  const buffer = Buffer.alloc(Math.max(1, ...chunks.map((chunk) => chunk.length)))
  const reused = async function* () {
    for (const chunk of chunks) {
      buffer.fill(0x23)
      buffer.set(chunk)
      yield buffer.subarray(0, chunk.length)
    }
  }
  return await collect(linesOf(reused(), limits))
}

async function collect(lines: ReturnType<typeof linesOf>): Promise<Seen[]> {
  const seen: Seen[] = []
  for await (const { line, bytes, ended, isTooLong } of lines)
    seen.push([line, bytes.toString(), ended, isTooLong])
  return seen
}

/** What the lines of a text are, said in another way. */
function linesSaidSimply(text: string, longestLine = Number.POSITIVE_INFINITY): Seen[] {
  const texts = text.split('\n')
  const seen = texts.map(
    (each, at): Seen => [
      at + 1,
      Buffer.from(each).subarray(0, longestLine).toString(),
      at + 1 < texts.length,
      Buffer.byteLength(each) > longestLine,
    ],
  )
  return texts.at(-1) === '' ? seen.slice(0, -1) : seen
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end))
}

afterEach(() => vi.restoreAllMocks())

describe('lines of bytes', () => {
  it('are the same wherever the bytes are cut, and a last one without its end is told apart', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '字', '\r', '\n', '\n'), maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 12 }), async (written, places) => {
        expect(await read(cut(Buffer.from(written), places))).toEqual(linesSaidSimply(written))
      }),
    )
  })

  it('keep the beginning of one that is too long, and those after it', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 12 }), async (written, places) => {
        expect(await read(cut(Buffer.from(written), places), { longestLine: 3 })).toEqual(
          linesSaidSimply(written, 3),
        )
      }),
    )
  })

  it('are known to be too long before their end comes', () => {
    const cutter = new LineCutter({ longestLine: 3 })
    cutter.push('abc')
    expect([cutter.next(), cutter.isTooLong]).toEqual([undefined, false])
    cutter.push(new Uint8Array([0x64]))
    expect([cutter.next(), cutter.isTooLong]).toEqual([undefined, true])
    cutter.push('\ne')
    expect(cutter.next()).toEqual({ line: 1, bytes: Buffer.from('abc'), ended: true, isTooLong: true })
    expect([cutter.next(), cutter.isTooLong]).toEqual([undefined, false])
    expect(cutter.last()).toEqual({ line: 2, bytes: Buffer.from('e'), ended: false, isTooLong: false })
    expect(cutter.last()).toBeUndefined()
  })

  it('of a file come whole wherever the reads from the disk cut it', async () => {
    const path = join(emptyFolder(), 'lines')
    const readAt = 1 << 20
    const lengths = [0, 1, readAt - 3, 0, readAt - 1, readAt, readAt + 1, 5, 2 * readAt + 7, 3]
    const lines = lengths.map((length, at) => String.fromCharCode(97 + at).repeat(length))
    await writeFile(path, `${lines.join('\n')}\ntorn`)
    expect(await collect(linesOfFile(path))).toEqual(linesSaidSimply(`${lines.join('\n')}\ntorn`))
  })

  it('of a file that is not there fail when the first is asked for', async () => {
    await expect(collect(linesOfFile(join(emptyFolder(), 'none')))).rejects.toThrow(/ENOENT/)
  })

  it('cost a fixed number of steps a byte, however long a line is', () => {
    const work = countWork()
    const stepsAByte = [1, 4, 16].map((mebibytes) => {
      const cutter = new LineCutter()
      const chunk = Buffer.alloc(4_096, 'a')
      const chunks = (mebibytes * 2 ** 20) / chunk.length
      work.steps = 0
      for (let sent = 0; sent < chunks; sent += 1) {
        cutter.push(chunk)
        expect(cutter.next()).toBeUndefined()
      }
      expect(cutter.last()?.bytes.length).toBe(chunks * chunk.length)
      return work.steps / (chunks * chunk.length)
    })
    // Each byte is looked at once and copied once, and all copies into larger buffers together are less than two more.
    for (const steps of stepsAByte) expect(steps).toBeLessThanOrEqual(4)
  })
})

/** Counts the bytes that are searched or copied, by whichever call. */
function countWork(): { steps: number } {
  const work = { steps: 0 }
  const { copy, indexOf, set } = Buffer.prototype
  const { concat } = Buffer
  vi.spyOn(Buffer.prototype, 'copy').mockImplementation(function (this: Buffer, ...args) {
    const copied = copy.apply(this, args)
    work.steps += copied
    return copied
  })
  vi.spyOn(Buffer.prototype, 'set').mockImplementation(function (this: Buffer, ...args) {
    work.steps += (args[0] as ArrayLike<number>).length
    set.apply(this, args)
  })
  vi.spyOn(Buffer.prototype, 'indexOf').mockImplementation(function (this: Buffer, ...args: unknown[]) {
    const at = (indexOf as (...args: unknown[]) => number).apply(this, args)
    work.steps += (at === -1 ? this.length : at) - Number(args[1] ?? 0)
    return at
  })
  vi.spyOn(Buffer, 'concat').mockImplementation((list, length) => {
    const whole = concat(list, length)
    work.steps += whole.length
    return whole
  })
  return work
}

describe('text of bytes', () => {
  it.each([
    ['plain', Buffer.from('a字'), 'a字'],
    ['empty', Buffer.alloc(0), ''],
    ['with a sent replacement character', Buffer.from('a\ufffdb'), 'a\ufffdb'],
    ['with a byte order mark', Buffer.from('\ufeffa'), '\ufeffa'],
    ['torn', Buffer.from('字').subarray(0, 2), undefined],
    ['of another encoding', Buffer.from([0x61, 0xe9, 0x62]), undefined],
  ])('that is %s is told, or is none', (_, bytes, text) => {
    expect(utf8Text(bytes)).toBe(text)
  })

  it('loses the byte order mark in front, and no other', () => {
    expect(withoutByteOrderMark('\ufeffa\ufeff')).toBe('a\ufeff')
    expect(withoutByteOrderMark('a\ufeff')).toBe('a\ufeff')
  })
})
