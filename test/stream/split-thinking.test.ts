import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opensThinking, type SplitOptions, ThinkingSplitter } from '../../src/stream/split-thinking.ts'
import { type Gathered, gather } from '../support/gather.ts'

interface Piece {
  readonly thinking?: string
  readonly content?: string
}

function split(pieces: readonly Piece[], options?: SplitOptions): Gathered {
  const splitter = new ThinkingSplitter(options)
  const parts = pieces.flatMap(({ thinking = '', content = '' }) => splitter.split({ thinking, content }, 1))
  return gather([...parts, ...splitter.end()])
}

/** Pieces of `size` UTF-16 units, so that a surrogate pair is cut too. */
function cut(text: string, size: number): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size))
  return pieces
}

const sizes = [1, 3, 7, Number.POSITIVE_INFINITY]

function texts({ thinking, text }: Gathered): [string, string] {
  return [thinking, text]
}

describe('content alone', () => {
  const cases: [string, string, [thinking: string, text: string], SplitOptions?][] = [
    ['no tag at all', 'The answer is 42.', ['', 'The answer is 42.']],
    ['white space round a text without tags stays', '\n\n 42 \n', ['', '\n\n 42 \n']],
    ['white space alone stays', ' \n\t', ['', ' \n\t']],
    ['nothing', '', ['', '']],
    ['tags of the first kind', '<think>\na < b\n</think>\n\n42', ['a < b\n', '42']],
    ['tags of the second kind', '[THINK]a [b] [/x][/THINK]42', ['a [b] [/x]', '42']],
    ['white space before the opening tag is dropped', ' \n<think>a</think>42', ['a', '42']],
    ['an empty trace', '<think>\n\n</think>\n\n42', ['', '42']],
    ['the closing tag is missing', '<think>so 4, no, 4', ['so 4, no, 4', '']],
    ['the closing tag is cut off', '<think>so 4</thi', ['so 4</thi', '']],
    ['the opening tag is cut off', '<thi', ['', '<thi']],
    ['the opening tag is missing', 'so 6 x 7\n</think>\n\n42', ['so 6 x 7\n', '42']],
    ['the opening tag of the second kind is missing', ' so 6 x 7[/THINK]42', [' so 6 x 7', '42']],
    ['a closing tag first of all', '</think>\n42', ['', '42']],
    [
      'multi-byte text on both sides',
      '<think>größer 思考 👩‍🚀</think>答え：42 🎉',
      ['größer 思考 👩‍🚀', '答え：42 🎉'],
    ],
    ['a trace is only closed by its own kind of tag', '<think>[/THINK] a</think>42', ['[/THINK] a', '42']],
    ['a trace without an opening tag is closed by any', 'a [/THINK]b</think>', ['a ', 'b</think>']],
    ['a second trace directly behind the first', '<think>a</think>\n<think>b</think>\n42', ['ab', '42']],
    ['a closing tag twice', '<think>a</think></think>42', ['a', '42']],
    [
      'closing tags without end are text from the tenth on',
      `<think>a</think>${'\n</think>'.repeat(20)}42`,
      ['a', `</think>${'\n</think>'.repeat(11)}42`],
    ],
    [
      'empty traces without end are text from the ninth on',
      '<think></think>'.repeat(12),
      ['', '<think></think>'.repeat(4)],
    ],
    [
      'tags in the answer are text',
      '<think>a</think>Use <think> and </think>.',
      ['a', 'Use <think> and </think>.'],
    ],
    ['words before the opening tag are answer', 'Well. <think>a</think> 42', ['a', 'Well. 42']],
    [
      'a tag between backticks is a mention',
      'The `</think>` tag ends it.',
      ['', 'The `</think>` tag ends it.'],
    ],
    ['a mention inside a trace', '<think>then `</think>` or so</think>42', ['then `</think>` or so', '42']],
    ['code at the end of a trace', '<think>so `x`</think>42', ['so `x`', '42']],
    ['code at the end of all', 'so `x`</think>', ['so `x`', '']],
    ['almost a tag', '<<think>a<</think>42', ['a<', '<42']],
    ['almost a tag again', '<thinker>a</thinking>', ['', '<thinker>a</thinking>']],
    ['upper case is no tag', '<THINK>a</THINK>42', ['', '<THINK>a</THINK>42']],
    [
      'starts in an open trace',
      ' and so 42.\n</think>\n\n42',
      [' and so 42.\n', '42'],
      { startsIn: 'thinking' },
    ],
    ['starts in an open trace that stays open', ' and so', [' and so', ''], { startsIn: 'thinking' }],
    ['starts in the answer', '42} <think>a</think>', ['', '42} <think>a</think>'], { startsIn: 'answer' }],
    [
      'tags of another model',
      '<|thought|>a<|/thought|>42',
      ['a', '42'],
      { tags: [{ open: '<|thought|>', close: '<|/thought|>' }] },
    ],
  ]
  // `<<think>`: the first `<` is answer text before the tag, as the words in "Well." are.
  for (const [name, content, expected, options] of cases) {
    it(`${name}, in pieces of every size`, () => {
      for (const size of sizes) {
        expect([
          size,
          ...texts(
            split(
              cut(content, size).map((piece) => ({ content: piece })),
              options,
            ),
          ),
        ]).toEqual([size, ...expected])
      }
    })
  }
})

describe('thinking in a field of its own', () => {
  it('is thinking, whatever it says', () => {
    expect(split([{ thinking: '<think>\n' }, { thinking: '</think>' }, { content: '42' }])).toEqual({
      thinking: '<think>\n</think>',
      text: '42',
      tokens: { thinking: 2, answer: 1 },
    })
  })

  it('keeps the white space round it, since the runtime put it there', () => {
    expect(texts(split([{ thinking: '\na\n' }, { content: '\n\n4' }, { content: '2' }]))).toEqual([
      '\na\n',
      '\n\n42',
    ])
  })

  it('is followed by a tag that the runtime left in the content', () => {
    expect(texts(split([{ thinking: 'a' }, { content: '\n</thi' }, { content: 'nk>\n42' }]))).toEqual([
      'a',
      '42',
    ])
    expect(texts(split([{ thinking: 'a' }, { content: '<think>b</think>42' }]))).toEqual(['ab', '42'])
  })

  it('makes later closing tags text', () => {
    expect(texts(split([{ thinking: 'a' }, { content: 'Say </think>.' }]))).toEqual(['a', 'Say </think>.'])
  })

  it('comes before the content of the same message', () => {
    expect(split([{ thinking: 'a', content: '42' }])).toEqual({
      thinking: 'a',
      text: '42',
      tokens: { thinking: 1, answer: 0 },
    })
  })

  it('ends an open trace that the prompt began', () => {
    expect(texts(split([{ thinking: 'a' }, { content: '42' }], { startsIn: 'thinking' }))).toEqual([
      'a',
      '42',
    ])
  })
})

describe('parts', () => {
  it('correct what went out as answer, once, and only where something did', () => {
    const splitter = new ThinkingSplitter()
    const parts = ['so ', '42</thi', 'nk>', '\n', '42'].flatMap((content) =>
      splitter.split({ thinking: '', content }, 1),
    )
    expect([...parts, ...splitter.end()]).toEqual([
      { type: 'answer-delta', text: 'so ', tokens: 1 },
      { type: 'answer-delta', text: '42', tokens: 1 },
      { type: 'recast' },
      { type: 'answer-delta', text: '', tokens: 1 },
      { type: 'answer-delta', text: '', tokens: 1 },
      { type: 'answer-delta', text: '42', tokens: 1 },
    ])
    expect(new ThinkingSplitter().split({ thinking: '', content: 'so 42</think>42' }, 1)).toEqual([
      { type: 'thinking-delta', text: 'so 42', tokens: 1 },
      { type: 'answer-delta', text: '42', tokens: 0 },
    ])
  })

  it('are a sign of life for a message whose text is held back, dropped or absent', () => {
    const splitter = new ThinkingSplitter()
    const contents = ['<', 'think>', '\n', 'a', '</think>', '\n\n', '']
    expect(contents.map((content) => splitter.split({ thinking: '', content }, 1))).toEqual([
      [{ type: 'thinking-delta', text: '', tokens: 0 }],
      [{ type: 'thinking-delta', text: '', tokens: 2 }],
      [{ type: 'thinking-delta', text: '', tokens: 1 }],
      [{ type: 'thinking-delta', text: 'a', tokens: 1 }],
      [{ type: 'answer-delta', text: '', tokens: 1 }],
      [{ type: 'answer-delta', text: '', tokens: 1 }],
      [{ type: 'answer-delta', text: '', tokens: 1 }],
    ])
  })
})

it('knows a prompt that opens the thinking', () => {
  const own = [{ open: '<reason>', close: '</reason>' }]
  expect(
    [
      '[/INST]<think>\n',
      '[/INST][THINK]',
      '[/INST]',
      'in <think> tags[/INST]',
      '<think></think>',
      '<reason>',
    ].map((prompt) => [opensThinking(prompt), opensThinking(prompt, own)]),
  ).toEqual([
    [true, true],
    [true, true],
    [false, false],
    [false, false],
    [false, false],
    [false, true],
  ])
})

describe('any text', () => {
  const bits = [
    '<think>',
    '</think>',
    '[THINK]',
    '[/THINK]',
    '<',
    '[',
    '/',
    'think>',
    '`',
    ' ',
    '\n',
    'a',
    '思',
    '👩‍🚀',
    '42',
  ]
  const anyText = fc.array(fc.constantFrom(...bits), { maxLength: 24 }).map((parts) => parts.join(''))
  const options = fc.constantFrom<SplitOptions>({}, { startsIn: 'thinking' }, { startsIn: 'answer' })

  it('is split the same however it is cut', () => {
    fc.assert(
      fc.property(
        anyText,
        options,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (text, how, lengths) => {
          const pieces: Piece[] = []
          for (let at = 0, turn = 0; at < text.length; turn++) {
            const length = lengths[turn % lengths.length] ?? 1
            pieces.push({ content: text.slice(at, at + length) })
            at += length
          }
          expect(texts(split(pieces, how))).toEqual(texts(split([{ content: text }], how)))
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('loses nothing but tags and white space', () => {
    const bare = (text: string) => text.replaceAll(/<\/?think>|\[\/?THINK\]|\s/g, '')
    const wholeTags = fc
      .array(fc.constantFrom(...bits.filter((bit) => !/^[<[/]$|^think>$/.test(bit))), { maxLength: 24 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(wholeTags, options, (text, how) => {
        const { thinking, text: answer } = split([{ content: text }], how)
        const sorted = (value: string) => [...value].sort().join('')
        expect(sorted(bare(thinking) + bare(answer))).toBe(sorted(bare(text)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('counts every message once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const pieces = cut(text, 2).map((content) => ({ content }))
        const { tokens } = split(pieces)
        expect(tokens.thinking + tokens.answer).toBe(pieces.length)
      }),
    )
  })
})
