import { describe, expect, it } from 'vitest'
import { groupAnswers } from '../../../src/answer/group-answers.ts'
import { sameAnswer } from '../../../src/answer/same-answer.ts'

const r = (text: string, times: number): string => text.repeat(times)
const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => from + index).join(',')

/** What a model may write, by mistake or made to, to hang a reader or to be taken for 1. */
const hostile: Readonly<Record<string, string>> = {
  tower: '9^{9^{9^{9}}}',
  tower2: '9^9^9^9^9',
  fact: '(10^{10})!',
  fact2: '1000000!',
  factfact: '((5!)!)!',
  binom: '\\binom{10^{9}}{5\\cdot 10^8}',
  gamma: '\\Gamma(10^{9})',
  sum: '\\sum_{k=1}^{10^{9}} k',
  prod: '\\prod_{k=1}^{10^6} k',
  poly: '(a+b+c+d+e+f)^{40}',
  poly2: '(x+1)^{500}',
  digits: r('7', 2500),
  digits2: r('7', 2501),
  digits4: r('1', 4096),
  frac: `${r('\\frac{1}{', 200)}2${r('}', 200)}`,
  parens: `${r('(', 400)}1${r(')', 400)}`,
  parens2: `${r('(', 2000)}1${r(')', 2000)}`,
  open: r('(', 4000),
  close: r(')', 4000),
  braces: r('{', 2000) + r('}', 2000),
  roots: `${r('\\sqrt{', 300)}2${r('}', 300)}`,
  letters: r('x', 4000),
  plus: Array.from({ length: 700 }, (_, i) => `x_${i}`).join('+'),
  list: numbers(0, 1000),
  set: `\\{${numbers(0, 900)}\\}`,
  matrix: `\\begin{pmatrix}${r('1&', 500)}1\\end{pmatrix}`,
  bigmat: `\\begin{pmatrix}${r(`${r('1&', 19)}1\\\\`, 20)}\\end{pmatrix}`,
  det: `\\det\\begin{pmatrix}${r(`${r('x&', 11)}y\\\\`, 12)}\\end{pmatrix}`,
  matpow: '\\begin{pmatrix}1&1\\\\1&0\\end{pmatrix}^{1000000}',
  mod: '3^{10^{18}} \\mod 10^{9}',
  exp: '10^{-10^{10}}',
  e: '1e9999999',
  e2: '1e9999',
  neg: `${r('-', 4000)}1`,
  bars: r('|', 3000),
  abs: `${r('|', 41)}x${r('|', 41)}`,
  pm: r('\\pm 1', 20),
  comma: r(',', 4000),
  dollars: r('$', 4001),
  bs: r('\\', 4001),
  dots: r('.', 4000),
  under: r('x_', 1500),
  caret: r('x^', 1500),
  int: `${r('\\int ', 500)}x dx`,
  sums: `${r('\\sum_{k=1}^{n} ', 300)}k`,
  text: r('\\text{a} ', 400),
  boxed: `${r('\\boxed{', 600)}1${r('}', 600)}`,
  eq: r('x=', 1800),
  ineq: `${r('x<', 1500)}3`,
  union: `${r('[0,1]\\cup', 400)}[0,1]`,
  cap: `${r('(0,1)\\cap ', 400)}(0,1)`,
  sin: `${r('\\sin ', 800)}x`,
  log: `\\log_{${r('\\log_{', 100)}2${r('}', 100)}}3`,
  half: r('½', 2000),
  sup: r('²', 3000),
  arabic: r('٣', 2500),
  zero: r('\u200b', 4000),
  emoji: r('😀', 2000),
  combining: `a${r('\u0301', 3000)}`,
  rtl: r('\u202e', 2000),
  ctrl: r('\u0001', 4000),
  html: r('<script>', 400),
  json: `{"a":${r('[', 1000)}${r(']', 1000)}}`,
  percent: r('%', 4000),
  mix: r('1 1/2 ', 600),
  ratio: `${r('1:', 1800)}1`,
  time: `${r('12:30:', 600)}00`,
  base: `${r('1', 1000)}_{2}`,
  base2: `${r('z', 500)}_{36}`,
  overline: `0.${r('\\overline{3}', 300)}`,
  units: `5${r(' \\text{cm}', 300)}`,
  perc: `50${r('\\%', 1000)}`,
  cases: `\\begin{cases}${r('x=1\\\\', 300)}\\end{cases}`,
  env: r('\\begin{pmatrix}', 200),
  str: "__import__('os').system('x') or 0",
  proto: '__proto__',
  ctor: 'constructor',
  tos: 'toString',
  has: 'hasOwnProperty',
  latexproto: '\\constructor',
  latexproto2: '\\__proto__ + \\toString',
  hasw: '5 constructor',
  valueOf: '5 \\text{valueOf}',
  nan: 'NaN',
  inf: 'Infinity',
  inf2: '\\infty-\\infty',
  zero0: '0/0',
  zz: '0^0',
  div: '1/(x-x)',
  sq: '\\sqrt{10^{10^{10}}}',
  lcm: '\\operatorname{lcm}(10^{1000},7^{1000})',
  floor: '\\lfloor 10^{10^{5}}/7\\rfloor',
  nested: `${r('\\frac{x}{1+', 150)}1${r('}', 150)}`,
  alt: r('(x+1)(x-1)', 300),
  bigexp: 'x^{10^{100}}+y^{10^{100}}',
  cont: `${r('1+\\frac{1}{', 60)}1${r('}', 60)}`,
  iroot: '\\sqrt[10^{9}]{2}',
  iroot2: '\\sqrt[1000]{2^{1000000}}',
}

/** Of these, what is 1 in truth. */
const one = ['parens', 'parens2', 'boxed', 'cases', 'zz']

describe('hostile answers', () => {
  it.each(Object.entries(hostile))('%s: is itself, and not 1', (name, text) => {
    expect(sameAnswer(text, text).same).toBe(true)
    if (!one.includes(name)) expect(sameAnswer(text, '1').same).toBe(false)
    const { clusters } = groupAnswers([text, '2', text, 'x', `${text} `])
    expect(clusters.flatMap(({ members }) => members).sort()).toEqual([0, 1, 2, 3, 4])
  })

  it('names of what every object has are words like others', () => {
    const names = Object.getOwnPropertyNames(Object.prototype)
    expect(names.length).toBeGreaterThan(10)
    const texts = names.flatMap((name) => [
      name,
      `5 ${name}`,
      `\\text{${name}}`,
      `\\${name} + 1`,
      `1_{${name}}`,
    ])
    for (const text of texts) expect(sameAnswer(text, '1').same).toBe(false)
    expect(groupAnswers(names).clusters).toHaveLength(names.length)
    for (const name of names) expect(sameAnswer('3,5', '3.5', { language: name }).same).toBe(true)
  })

  it('what looks like code is text, and is never run', () => {
    const code = '(() => { globalThis.ran = true; return 1 })()'
    expect(sameAnswer(code, '1')).toEqual({ same: false, by: expect.any(String) })
    expect('ran' in globalThis).toBe(false)
  })
})
