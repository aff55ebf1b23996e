import { join } from 'node:path'
import { expect, it } from 'vitest'
import { StuckError } from '../../src/ground/errors.ts'
import { makeFolder } from '../../src/journal/make-folder.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { emptyFolder } from '../support/folder.ts'

it('a folder that the system never makes is given up, with a sentence', async () => {
  const clock = new FakeClock()
  const folder = join(emptyFolder(), 'run')
  const making = makeFolder(folder, { clock, make: () => new Promise(() => {}) })
  const ended = expect(making).rejects.toThrow(
    new StuckError(`Cannot make the run folder ${folder}: the system did not answer within 20 s.`, {
      fix: 'Its disk or server hangs: see to it, or name a folder elsewhere with --run-dir.',
    }),
  )
  await clock.advance(20_000)
  await ended
})
