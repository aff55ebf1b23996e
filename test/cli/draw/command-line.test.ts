import { describe, expect, it } from 'vitest'
import { commandLine } from '../../../src/cli/draw/command-line.ts'

describe('the command that is kept with a run', () => {
  it('can be pasted into a shell, and holds no credentials of a host', () => {
    const host = 'http://gpu:11434'
    expect(commandLine(['bench', "it's here.jsonl", '--host', 'http://me:secret@gpu:11434'], [host])).toBe(
      "magi bench 'it'\\''s here.jsonl' --host http://gpu:11434",
    )
    expect(commandLine(['bench', 'a', '--host=me:secret@gpu'], [host])).toBe(
      'magi bench a --host=http://gpu:11434',
    )
  })
})
