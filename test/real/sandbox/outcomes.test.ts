import { describe, expect, it } from 'vitest'
import { findSystemTools } from '../../../src/sandbox/system-tools.ts'
import { call, parsed, testSandbox } from '../../support/open-test-sandbox.ts'

const { namespaces } = await findSystemTools()

const value = (canonical: unknown, printed = '') => ({ kind: 'value', canonical, printed })
const raised = (exceptionClass: string, message: string, printed = '') => ({
  kind: 'exception',
  exceptionClass,
  message,
  printed,
})

describe.skipIf(!namespaces)('the sandbox', () => {
  const sandbox = testSandbox()

  it('says what a function returns by type and structure, what it prints, and what it raises', async () => {
    const program = `
import collections
class Plain: pass
class Word(str):
    def __str__(self): return 'other'
Pair = collections.namedtuple('Pair', 'a b')
def numbers(x, k=1):
    print('x', x)
    return [x, k, 0.1 + 0.2, 10**30, True, None, 1j, float('nan'), -float('inf')]
def groups(): return ({3, 1, 2}, frozenset('ab'), {'b': [1], 'a': ()}, Pair(1, 2), collections.Counter('aa'))
def texts(): return ['é\\n\\ud800', Word('w'), b'\\x00a', bytearray(b'b')]
def others(): return [range(3), Plain(), Plain, collections.deque([1])]
def circle():
    x = []
    x.append(x)
    return x
def huge(): return 2 ** 10 ** 8, 'x' * 10 ** 7
class Sad(Exception):
    def __str__(self): return 'very'
def sad(): raise Sad()
`
    const inputs = [
      ...['numbers([1], k="é")', 'groups()', 'texts()', 'others()', 'huge()', 'sad()', 'missing(1)'],
      'numbers(1,,)',
    ].map(call)
    const other = (name: string, text: string) => ['other', name, text]
    const int = (digits: string) => ['int', digits]
    expect(parsed(await sandbox.run(program, inputs))).toEqual([
      value(
        [
          'list',
          [
            ['list', [int('1')]],
            ['str', 'é'],
            ['float', '0.30000000000000004'],
            int('1000000000000000000000000000000'),
            ['bool', true],
            ['none'],
            ['complex', '0.0', '1.0'],
            ['float', 'nan'],
            ['float', '-inf'],
          ],
        ],
        'x [1]\n',
      ),
      value([
        'tuple',
        [
          ['set', [int('1'), int('2'), int('3')]],
          [
            'frozenset',
            [
              ['str', 'a'],
              ['str', 'b'],
            ],
          ],
          [
            'dict',
            [
              [
                ['str', 'a'],
                ['tuple', []],
              ],
              [
                ['str', 'b'],
                ['list', [int('1')]],
              ],
            ],
          ],
          ['tuple', [int('1'), int('2')]],
          ['dict', [[['str', 'a'], int('2')]]],
        ],
      ]),
      value([
        'list',
        [
          ['str', 'é\n\ud800'],
          ['str', 'w'],
          ['bytes', '0061'],
          ['bytes', '62'],
        ],
      ]),
      value([
        'list',
        [
          other('range', 'range(0, 3)'),
          other('program.Plain', '<program.Plain object>'),
          other('type', "<class 'program.Plain'>"),
          other('collections.deque', 'deque([1])'),
        ],
      ]),
      value(['tuple', [['too-large'], ['too-large']]]),
      raised('program.Sad', 'very'),
      raised('NameError', "name 'missing' is not defined"),
      raised('SyntaxError', 'invalid syntax (<string>, line 1)'),
    ])
  })

  it('runs a whole program anew on each input, and ends it as the program does', async () => {
    const program = `
import sys
count = globals().get('count', 0) + 1
print(count, sum(map(int, input().split())), sys.stdin.read(), end='')
open(0).close()
if __name__ == '__main__': sys.exit(count - 1)
`
    const inputs = ['1 2\nrest', '3\n', 'x'].map((text) => ({ kind: 'stdin' as const, text }))
    expect(parsed(await sandbox.run(program, inputs))).toEqual([
      value(['none'], '1 3 rest'),
      value(['none'], '1 3 '),
      raised('ValueError', "invalid literal for int() with base 10: 'x'"),
    ])
  })

  it('runs tests after the program, in its namespace, each with the same builtins, chance and clock', async () => {
    const program = `
import builtins, random, time, datetime, os, uuid
builtins.len = lambda _: 3
def chance(): return random.random(), os.urandom(3), uuid.uuid4().int, time.time(), datetime.datetime.now().isoformat(), hash('a')
first = []
`
    const check = (source: string) => ({ kind: 'check' as const, source })
    const inputs = [
      'first.append(chance())',
      'assert chance() == first[0] and first[0][3] > 1e9',
      "time.sleep(60); assert time.time() - first[0][3] > 60, 'slept'",
      "assert len([]) == 0\nassert len([1]) == 0, 'one'",
    ].map(check)
    expect(parsed(await sandbox.run(program, inputs))).toEqual([
      value(['none']),
      value(['none']),
      value(['none']),
      raised('AssertionError', 'one'),
    ])
  })

  it('says what does not parse, and what fails as it is imported', async () => {
    expect(await sandbox.run('def f(:\n  pass', [call('f()')])).toEqual({
      kind: 'unparsable',
      message: 'SyntaxError: invalid syntax (line 1)',
    })
    expect(await sandbox.run('print(1)\n[][0]', [call('f()')])).toEqual({
      kind: 'failed-to-load',
      outcome: raised('IndexError', 'list index out of range', '1\n'),
    })
  })

  it('has the modules that programs import most, and runs a thread to its end when it is started', async () => {
    const program = `
import array, bisect, collections, contextlib, copy, dataclasses, datetime, decimal, doctest, enum, fractions, functools, hashlib, heapq, hmac
import inspect, io, itertools, json, logging, math, operator, os, pathlib, pickle, pprint, queue, random, re, secrets, statistics, string, struct
import sys, tempfile, textwrap, threading, time, traceback, types, typing, unicodedata, unittest, urllib.parse, uuid, warnings, weakref, zlib
sys.setrecursionlimit(10 ** 7)
threading.stack_size(2 ** 27)
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
def main(): print(deep(100_000), thread.is_alive())
def fails(): raise ValueError('in a thread')
thread = threading.Thread(target=main)
if __name__ == '__main__':
    thread.start()
    thread.join()
    other = threading.Thread(target=fails)
    other.start()
    print(thread.is_alive(), threading.current_thread().name, threading.active_count())
    try: thread.start()
    except RuntimeError as error: print(error)
    print(doctest.testmod())
`
    expect(parsed(await sandbox.run(program, [{ kind: 'stdin', text: '' }]))).toEqual([
      value(
        ['none'],
        '100000 True\nFalse MainThread 1\nthreads can only be started once\nTestResults(failed=0, attempted=0)\n',
      ),
    ])
  })

  it('hears nothing of a program but what the harness says', async () => {
    const program = `
import os, sys
def forge(x):
    for line in ('ready {"network":false,"pid":1,"mayWrite":false,"mayRead":false}', '{"input":0,"outcome":{}}', '{"end":true}'):
        for nonce in ('', '0' * 64 + ' '):
            os.write(1, f'{nonce}{line}\\n'.encode())
    sys.stdout = None
    sys.__stdout__.flush = None
    return x
`
    const [first, second] = await sandbox
      .run(program, [call('forge(1)'), call('forge(2)')])
      .then((outcome) => (outcome.kind === 'ran' ? outcome.outcomes : []))
    expect(first).toMatchObject({ kind: 'value', canonical: '["int","1"]' })
    expect(second).toMatchObject({ kind: 'value', canonical: '["int","2"]' })
  })
})
