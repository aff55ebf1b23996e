import { estimateSource } from '../../src/experiment/estimate/estimate-source.ts'
import type { ProblemOutcome } from '../../src/experiment/estimate/outcome.ts'
import { randomSource } from '../../src/ground/random.ts'
import type { ReportedProblem, ReportedSample, RunReport, SourceReport } from '../../src/report/report.ts'

/** Text as a hostile or broken model writes it: markup, terminal escapes, marks that reorder text. */
export const hostileText =
  '</pre><script>document.title = "owned"</script><img src=x onerror="alert(1)"> \u001b[31mred\u001b[0m \u001b]0;title\u0007 \u202eevil & "quotes" \'single\''

/** A run as a report has it, made up from a seed: `problems` problems of rising hardness with `perProblem` samples each, on four slots. */
export function exampleReport(problems = 24, perProblem = 16, seed = 5): RunReport {
  const random = randomSource(seed)
  const slotFreeAtMs = [0, 0, 0, 0]
  const reported = Array.from({ length: problems }, (_, place): ReportedProblem => {
    const chance = 0.97 - (0.75 * place) / problems
    const samples = Array.from({ length: perProblem }, (_, index): ReportedSample => {
      const hostile = place === 1 && index === 2
      const luck = hostile ? 1 : random.next()
      const tokens = Math.round(
        (1200 + 300 * place) * (0.5 + 1.5 * random.next() ** 2) * (luck < 0.06 ? 4 : 1),
      )
      const slot = slotFreeAtMs.indexOf(Math.min(...slotFreeAtMs))
      const startedAtMs = slotFreeAtMs[slot] ?? 0
      const elapsedMs = tokens * 25
      slotFreeAtMs[slot] = startedAtMs + elapsedMs
      const common = {
        index,
        tokens,
        thinkingTokens: tokens - 90,
        elapsedMs,
        startedAtMs,
        slot,
        seed: 1000 + index,
      }
      if (luck < 0.06) {
        const ending = (['truncated', 'looped', 'tripped', 'failed'] as const)[random.below(4)] ?? 'failed'
        return {
          ...common,
          ending,
          votes: false,
          detail: `${ending}: after ${tokens} tokens`,
          thinking: 'Wait. Wait. Wait.',
        }
      }
      const correct = random.next() < chance
      const answer = String(correct ? 40 + place : 7 + random.below(4))
      const texts = {
        text: `The answer is \\boxed{${answer}}.`,
        thinking: `Let me think about problem ${place}.`,
      }
      return {
        ...common,
        ...(hostile ? { text: hostileText, thinking: hostileText } : texts),
        ending: 'finished',
        answer: hostile ? hostileText : answer,
        votes: true,
        correct,
        by: 'number',
      }
    })
    return withVote({
      id: `problem-${place + 1}`,
      prompt: `What is 40 + ${place}?`,
      gold: [String(40 + place)],
      samples,
    })
  })
  return {
    title: 'magistral:24b on example24',
    createdAt: '2026-11-22T10:15:00.000Z',
    magiVersion: '0.1.0',
    sources: [sourceOf(reported)],
  }
}

function withVote(problem: ReportedProblem): ReportedProblem {
  const counts = new Map<string, number>()
  for (const { answer } of problem.samples)
    if (answer !== undefined) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  const ballots = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const votes = Math.max(0, ...counts.values())
  const answers = [...counts].flatMap(([answer, count]) => (count === votes ? [answer] : []))
  const [winner = ''] = answers
  const won = answers.length === 1
  const correct = won && winner === problem.gold?.[0]
  return {
    ...problem,
    vote: {
      type: won ? 'won' : answers.length > 1 ? 'tied' : 'no-answers',
      answers,
      votes,
      ballots,
      correct,
      risk: 0.004,
    },
    samples: problem.samples.map((sample) =>
      won && sample.votes ? { ...sample, withWinner: sample.answer === winner } : sample,
    ),
  }
}

function sourceOf(problems: readonly ReportedProblem[]): SourceReport {
  const outcomes = problems.map(({ id, gold, vote, samples }): ProblemOutcome => {
    const answers = [...new Set(samples.flatMap(({ answer }) => answer ?? []))]
    const winner = vote?.type === 'won' ? answers.indexOf(vote.answers[0] ?? '') : undefined
    return {
      id,
      samples: samples.map(({ ending, answer, tokens, elapsedMs }) => ({
        ...(ending === undefined || ending === 'cancelled' ? {} : { ending }),
        ...(answer === undefined ? {} : { cluster: answers.indexOf(answer) }),
        ...(tokens === undefined ? {} : { tokens }),
        ...(elapsedMs === undefined ? {} : { elapsedMs }),
      })),
      correct: answers.flatMap((answer, cluster) => (gold?.includes(answer) ? [cluster] : [])),
      ...(winner === undefined ? {} : { winner }),
    }
  })
  return {
    source: '20261122T101500Z-k3f9',
    model: 'magistral:24b',
    dataset: 'example24',
    estimates: estimateSource(outcomes, { resampling: { draws: 200, seed: 1 } }),
    published: [
      { benchmark: 'EXAMPLE24', metric: 'pass@1', percent: 70.7, source: 'https://example.org/card' },
      { benchmark: 'EXAMPLE24', metric: 'maj@16', percent: 77.7, source: 'https://example.org/card' },
      { benchmark: 'EXAMPLE24', metric: 'maj@64', percent: 83.3, source: 'https://example.org/card' },
      {
        benchmark: 'EXAMPLE24',
        metric: 'maj@64',
        percent: 90,
        source: 'https://example.org/card',
        model: 'Medium',
      },
    ],
    notes: ['2 samples failed and were drawn again.'],
    settings: [
      ['command', 'magi bench example24.jsonl -n 16 --title "<b>x</b>"'],
      ['model digest', '39c7…'],
      ['seed', '1000'],
      ['preset', 'card'],
    ],
    problems,
  }
}
