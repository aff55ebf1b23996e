import { describe, expect, it } from 'vitest'
import { runCli } from '../support/run-cli.ts'

describe('two flags that say opposite things', () => {
  it.each([
    [['vote', 'hi', '-q', '-v'], "'--quiet' cannot be used with option '--verbose'"],
    [['runs', 'list', '--verbose', '--quiet'], "'--verbose' cannot be used with option '--quiet'"],
    [['vote', '--think', 'high', '--no-think', 'hi'], "'--think' cannot be used with option '--no-think'"],
    [
      ['ask', '--no-loop-guard', '--loop-guard', 'hi'],
      "'--no-loop-guard' cannot be used with option '--loop-guard'",
    ],
  ])('are refused: %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await runCli(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('are no contradiction where one is said twice', async () => {
    const { exitCode } = await runCli(['presets', '-q', '-q'])
    expect(exitCode).toBe(0)
  })
})
