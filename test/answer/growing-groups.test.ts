import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerCluster, AnswerContext } from '../../src/answer/answer.ts'
import { groupAnswers } from '../../src/answer/group-answers.ts'
import { type AnswerGroup, growingGroups } from '../../src/answer/growing-groups.ts'

/** Answers whose reading depends on the others: lists and intervals, percentages, units, equations, roundings, values that only numbers tell apart. */
const spellings = [
  ...['v1.10', '1.10', '1.1', 'v3.10.2', '3.10', '3.1', '3.14.2'],
  ...[
    '10–20',
    '10 to 20',
    '2024-01-15',
    '15 January 2024',
    '2 h 30 min',
    '150 min',
    '5 mW',
    '5 MW',
    '0.005 W',
    'H2O',
    'H₂O',
  ],
  ...[
    '3,5',
    '3.5',
    '7/2',
    '\\{3,5\\}',
    '5 and 3',
    '(3,5)',
    '3 < x < 5',
    '[3,5]',
    '5, 3',
    '1,234',
    '1.234',
    '1234',
  ],
  ...[
    '25%',
    '25',
    '0.25',
    '1/4',
    '25\\%',
    '2500%',
    '5 cm',
    '5',
    '5 m',
    '5 \\text{ kg}',
    '5s',
    '5\\,\\text{s}',
    '5.0',
  ],
  ...[
    '1/3',
    '0.333',
    '0.33',
    '0.3333',
    '0.334',
    '0.3330',
    '\\sqrt{2}',
    '1.414',
    '1.4142',
    '\\pi',
    '3.14',
    '3.1416',
    '3.1415',
  ],
  ...['x=3', 'y=3', '3', 'x=1, y=2', '(1,2)', 'y=2, x=1', '\\{5\\}', '(0.333, 2)', '(1/3, 2)', '(0.3333, 2)'],
  ...[
    '\\sin 1',
    '0.8415',
    '0.84147',
    '\\sin(1.0)',
    '\\cos(\\pi/2 - 1)',
    'e^{\\pi}',
    '23.1407',
    '23.14',
    '\\log 8',
    '3 \\log 2',
  ],
  ...[
    'A',
    'B',
    '(A)',
    'yes',
    'Yes',
    'no',
    '',
    '  ',
    'x^2=4',
    '2x^2=8',
    'x=\\pm 2',
    '\\frac{1}{2}',
    '0.500',
    '50%',
    '.5',
  ],
]

const anySpelling = fc.oneof(
  fc.constantFrom(...spellings),
  fc.integer({ min: 0, max: 30 }).map(String),
  fc.integer({ min: 0, max: 3000 }).map((n) => (n / 1000).toString()),
  fc.integer({ min: 0, max: 300 }).map((n) => (n / 100).toFixed(3)),
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 12 })).map(([a, b]) => `${a}/${b}`),
)

/** An answer that comes, or one of before that goes; whether anybody looks then. */
const steps = fc.array(fc.record({ answer: anySpelling, goes: fc.nat({ max: 9 }), looks: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
})

const contexts: readonly AnswerContext[] = [
  {},
  { kind: 'number' },
  { choices: ['one', 'two', 'three'], kind: 'choice' },
]

function sorted(clusters: readonly AnswerCluster[]): AnswerCluster[] {
  return clusters.toSorted((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0))
}

describe('answers grouped as they come', () => {
  it('are grouped at any moment as all of them at once', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(...contexts), (given, context) => {
        const groups = growingGroups(context)
        const shown = new Set<AnswerGroup>()
        const present = new Map<number, string>()
        for (const [step, { answer, goes, looks }] of given.entries()) {
          // Members come in any order of their numbers.
          const member = (step * 7) % 41
          if (groups.add(member, answer)) present.set(member, answer)
          if (goes === 0) {
            const [first = member] = present.keys()
            groups.remove(first)
            present.delete(first)
          }
          if (!looks && step < given.length - 1) continue
          const { gone, begun, grown } = groups.changes()
          for (const group of gone) expect(shown.delete(group)).toBe(true)
          for (const group of grown) expect(shown.has(group)).toBe(true)
          for (const group of begun) shown.add(group)
          const members = [...present.keys()].sort((a, b) => a - b)
          const whole = groupAnswers(
            members.map((each) => present.get(each) ?? ''),
            context,
          ).clusters.map((cluster) => ({
            ...cluster,
            members: cluster.members.map((place) => members[place] ?? -1),
          }))
          expect(sorted([...shown].map((group) => group.cluster()))).toEqual(sorted(whole))
          for (const group of shown) {
            const cluster = group.cluster()
            expect([group.votes, group.first]).toEqual([cluster.members.length, cluster.members[0]])
            for (const each of cluster.members) expect(groups.groupOf(each)).toBe(group)
          }
        }
      }),
      { numRuns: 150 },
    )
  })
})
