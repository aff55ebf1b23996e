import { expect, it } from 'vitest'
import { parseRuntimeOptions, settableOptionsSchema } from '../../src/config/runtime-options.ts'
import { UsageError } from '../../src/ground/errors.ts'

function refusal(...assignments: string[]): { message: string; fix: string } {
  try {
    parseRuntimeOptions(assignments)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return error as UsageError
  }
  throw new Error('was not refused')
}

it('reads each type of option', () => {
  expect(
    parseRuntimeOptions(['temperature=.6', 'num_ctx=32768', 'use_mmap=false', 'top_p = 0.9', 'num_gpu=-1']),
  ).toEqual({ temperature: 0.6, num_ctx: 32768, use_mmap: false, top_p: 0.9, num_gpu: -1 })
})

it('reads a list as JSON, as one text, or given more than once', () => {
  expect(parseRuntimeOptions(['stop=["a","b"]'])).toEqual({ stop: ['a', 'b'] })
  expect(parseRuntimeOptions(['stop=</s>', 'stop= END=1'])).toEqual({ stop: ['</s>', ' END=1'] })
})

it('takes the last of a key given twice', () => {
  expect(parseRuntimeOptions(['top_k=5', 'top_k=7'])).toEqual({ top_k: 7 })
})

it.each([
  ['temprature=1', 'Unknown option "temprature".', /^Did you mean "temperature"\? Options: num_ctx, /],
  ['mirostat=2', 'Option "mirostat" is ignored by the runtime since it left it behind.', /^Leave it out\./],
  ['seed=4', 'Option "seed" has a flag of its own.', /^Use --seed 4\.$/],
  [
    'seed=-1',
    'Option "seed" has a flag of its own.',
    /^Leave it out, and nothing is fixed; --seed NUMBER fixes it\.$/,
  ],
  ['num_predict=-1', 'Option "num_predict" has a flag of its own.', /^Leave it out, .*--max-tokens NUMBER/],
  [
    'think=false',
    '"think" is no option of the runtime.',
    /^Write it as --think, --think LEVEL or --no-think\.$/,
  ],
  ['format=json', '"format" is no option of the runtime.', /^Write it as --schema FILE\.$/],
  [
    'keep_alive=0',
    '"keep_alive" is no option of the runtime.',
    /^Write it as MAGI_KEEP_ALIVE=30m, or "keep_alive" of the profile\.$/,
  ],
  ['max_tokens=5', '"max_tokens" is no option of the runtime.', /^Write it as --max-tokens NUMBER\.$/],
  ['num_predict=4', 'Option "num_predict" has a flag of its own.', /^Use --max-tokens 4\.$/],
  ['temperature=warm', 'Option temperature is "warm".', /^Give it a number from 0 to 5\.$/],
  ['temperature=-1', 'Option temperature is "-1".', /^Give it a number from 0 to 5\.$/],
  ['top_k=3.5', 'Option top_k is "3.5".', /^Give it a whole number\.$/],
  ['num_ctx=0', 'Option num_ctx is "0".', /^Give it a whole number, 4 or more\.$/],
  ['num_ctx=', 'Option num_ctx is "".', /^Give it a whole number\.$/],
  ['use_mmap=yes', 'Option use_mmap is "yes".', /^Give it true or false\.$/],
  ['top_p=1e999', 'Option top_p is "1e999".', /^Give it a number from 0 to 1\.$/],
  ['stop=[1]', 'Option stop is "[1]".', /^Give it string, received number\.$/],
  ['toString=1', 'Unknown option "toString".', /^Options: /],
  ['top_k', 'Option "top_k" is not key=value.', /^Write for example -o temperature=0\.6\.$/],
])('refuses %s', (assignment, message, fix) => {
  const error = refusal(assignment)
  expect(error.message).toBe(message)
  expect(error.fix).toMatch(fix)
})

it('takes in files what -o takes, and not what has a flag', () => {
  expect(settableOptionsSchema.parse({ temperature: 0.5, num_ctx: 8192, stop: ['x'] })).toEqual({
    temperature: 0.5,
    num_ctx: 8192,
    stop: ['x'],
  })
  expect(settableOptionsSchema.safeParse({ seed: 1 }).success).toBe(false)
})
