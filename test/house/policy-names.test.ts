import { expect, it } from 'vitest'
import { readSourceFiles } from './source-files.ts'

/** Fields of a policy that many would like to know, and the most files that may name them: the others take the policy as it is. */
const mostFiles = 8

const files = readSourceFiles()

it.each(['quorum', 'countForced', 'extendBy'])(
  'a policy is one value: %s stands in few files, in code, words and comments',
  (field) => {
    const naming = files.filter(({ text }) => text.includes(field))
    expect(naming.length).toBeGreaterThan(0)
    expect(naming.map(({ path }) => path).slice(mostFiles)).toEqual([])
  },
)
