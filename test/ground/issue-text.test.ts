import { expect, it } from 'vitest'
import { z } from 'zod'
import { isMissing, issueAdvice, issueText, wantedText } from '../../src/ground/issue-text.ts'

const schema = z.object({ name: z.string(), kind: z.enum(['a', 'b']), share: z.number().max(1) })

it.each<[written: object, text: string, wanted: string, missing: boolean]>([
  [{ kind: 'a', share: 1 }, 'expected string, received undefined', 'expected string', true],
  [
    { name: 7, kind: 'a', share: 1 },
    'expected string, received number',
    'expected string, received number',
    false,
  ],
  [{ name: 'x', kind: 'c', share: 1 }, 'expected one of "a"|"b"', 'expected one of "a"|"b"', false],
  [
    { name: 'x', kind: 'a', share: 2 },
    'Too big: expected number to be <=1',
    'Too big: expected number to be <=1',
    false,
  ],
])('says what zod found without its opening: %j', (written, text, wanted, missing) => {
  const [issue] = schema.safeParse(written).error?.issues ?? []
  if (issue === undefined) throw new Error('It was taken.')
  expect([issueText(issue), wantedText(issue), isMissing(issue)]).toEqual([text, wanted, missing])
})

it('says what to write instead', () => {
  const advice = [{ share: 'x' }, { share: 2 }].map((written) =>
    z
      .object({ share: z.number().max(1) })
      .safeParse(written)
      .error?.issues.map(issueAdvice),
  )
  expect(advice).toEqual([
    ['Give it number, received string.'],
    ['Give it Too big: expected number to be <=1.'],
  ])
})
