import type { TokenKind } from './token.ts'

/** Relations of two signs. */
export const relations: Readonly<Record<string, string>> = {
  '<=': '<=',
  '=<': '<=',
  '>=': '>=',
  '!=': '!=',
  '<>': '!=',
  '==': '=',
  '->': 'to',
  '=>': 'implies',
  '~=': '~=',
}
/** Signs by themselves. */
export const single: Readonly<Record<string, readonly [TokenKind, string]>> = {
  '+': ['operator', '+'],
  '-': ['operator', '-'],
  '*': ['operator', '*'],
  '/': ['operator', '/'],
  '^': ['operator', '^'],
  _: ['operator', '_'],
  '!': ['operator', '!'],
  "'": ['operator', "'"],
  '%': ['operator', '%'],
  ',': ['separator', ','],
  ';': ['separator', ';'],
  ':': ['operator', ':'],
  '<': ['relation', '<'],
  '>': ['relation', '>'],
  '=': ['relation', '='],
  '|': ['bar', '|'],
  '&': ['cell', '&'],
  '(': ['open', '('],
  ')': ['close', ')'],
  '[': ['open', '['],
  ']': ['close', ']'],
  '{': ['open', '{'],
  '}': ['close', '}'],
}
