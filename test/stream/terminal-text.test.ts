import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanForTerminal, terminalText } from '../../src/stream/terminal-text.ts'

const cleanInPieces = (text: string, size: number) => {
  const cleaner = terminalText()
  let cleaned = ''
  for (let at = 0; at < text.length; at += size) cleaned += cleaner.clean(text.slice(at, at + size))
  return cleaned
}

describe('text for a terminal', () => {
  it.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['a sequence with intermediates', 'a\u001b[1 qb', 'ab'],
    ['a link (OSC 8)', '\u001b]8;;http://x\u0007text\u001b]8;;\u001b\\', 'text'],
    ['the clipboard (OSC 52)', 'a\u001b]52;c;ZXZpbA==\u0007b', 'ab'],
    ['a device string', 'a\u001bP1$r0m\u001b\\b', 'ab'],
    ['C1 forms', 'a\u009b2Jb\u009d0;title\u009cc', 'abc'],
    ['a charset change', 'a\u001b(0b', 'ab'],
    ['a reset', 'a\u001bcb', 'ab'],
    ['overwriting by carriage return', 'safe\rEVIL', 'safe\nEVIL'],
    ['lines of other systems', 'a\r\nb', 'a\nb'],
    ['backspaces and bells', 'a\b\u0007b', 'ab'],
    ['reordering marks', 'a\u202eb\u2066c\u2069d\u200fe', 'abcde'],
    ['plain text in any script, with tabs and newlines', 'Größe\t数\n👍🏽 ½', 'Größe\t数\n👍🏽 ½'],
    ['a string that never ends, up to its line', 'a\u001b]0;title\nthe answer', 'a\nthe answer'],
    ['an escape inside a string', 'a\u001b]0;x\u001b[31mb', 'ab'],
  ])('removes %s', (_, text, cleaned) => {
    expect(cleanForTerminal(text)).toBe(cleaned)
    for (const size of [1, 3, 7]) expect(cleanInPieces(text, size)).toBe(cleaned)
  })

  it('lets nothing through but text, tab and newline, wherever the text is cut', () => {
    const hostile = fc.array(
      fc.constantFrom(
        '\u001b',
        '[',
        ']',
        'P',
        '\\',
        '\u0007',
        '\u009b',
        '\u009d',
        '\r',
        '\n',
        '\t',
        '3',
        ';',
        'm',
        'é',
        '\u202e',
        '\b',
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 5 }), (chars, size) => {
        const text = chars.join('')
        const cleaned = cleanInPieces(text, size)
        expect(cleaned).toBe(cleanForTerminal(text))
        expect(cleaned).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
      }),
    )
  })

  it('gives an answer back after a control string that nobody closed', () => {
    const cleaned = cleanForTerminal(`\u001b]52;${'x'.repeat(5_000)}`)
    expect(cleaned.length).toBeGreaterThan(0)
    expect(cleaned).toMatch(/^x+$/)
  })
})
