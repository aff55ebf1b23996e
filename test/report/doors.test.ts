import { describe, expect, it } from 'vitest'
import { csvField } from '../../src/report/report-csv.ts'
import { escapeMarkdown } from '../../src/report/report-markdown.ts'

describe('a field of CSV', () => {
  it.each([
    ['=1+2', `"'=1+2"`],
    ['+49 30 1', `"'+49 30 1"`],
    ['-x^2', `"'-x^2"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['-3', '-3'],
    ['+0.5', '+0.5'],
    ['-1e-7', '-1e-7'],
    ['a "b", c', '"a ""b"", c"'],
    ['x=1', 'x=1'],
  ])('is no formula to a spreadsheet: %j', (text, written) => {
    expect(csvField(text)).toBe(written)
  })

  it('keeps a number', () => {
    expect([csvField(-0.5), csvField(undefined), csvField('')]).toEqual(['-0.5', '', ''])
  })
})

describe('text in Markdown', () => {
  it.each([
    ['https://a.example/x', 'https\\://a.example/x'],
    ['www.a.example', 'www\\.a.example'],
    ['mailto:ana@a.example', 'mailto\\:ana\\@a.example'],
    ['&lt;b&gt; &#60;', '&amp;lt;b&amp;gt; &amp;\\#60;'],
    ['~~gone~~ $x$', '\\~\\~gone\\~\\~ \\$x\\$'],
    ['- a', '\\- a'],
    ['1. a', '1\\. a'],
    ['[a](b) <i>', '\\[a\\](b) \\<i\\>'],
  ])('is text: %j', (text, written) => {
    expect(escapeMarkdown(text)).toBe(written)
  })
})
