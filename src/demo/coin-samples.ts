import type { WrittenSample } from './written-sample.ts'

/**
 * The run that `magi demo` shows: a small problem and what to draw of it, so that all that can happen to a sample does happen, and
 * the vote is certain one sample before the end.
 */
export const demoRun = {
  prompt: 'A fair coin is tossed three times. What is the probability that it shows heads at least twice?',
  answer: '1/2',
  /** Base seed: sample `i` has seed `i`, and the runtime plays the written sample of that number. */
  seed: 0,
  n: 8,
  slots: 2,
  tokenDelayMs: 4,
  maxTokens: 600,
  maxThinkingTokens: 320,
} as const

/**
 * Eight samples of the demo's problem, played by seed: five right in two spellings, one wrong, one that goes past its budget, one
 * whose stream breaks. Written for Magi in the manner of a reasoning model.
 */
export const coinSamples: readonly WrittenSample[] = [
  {
    thinking:
      'Three tosses, so there are 2 · 2 · 2 = 8 outcomes, all equally likely. At least twice heads means two or three heads. ' +
      'Two heads: HHT, HTH, THH, that is 3. Three heads: HHH, that is 1. Together 4 of 8. So 4/8 = 1/2. ' +
      'Let me check with the others: TTT, HTT, THT, TTH are the rest, 4 outcomes. 4 + 4 = 8, good.',
    answer:
      'Four of the eight equally likely outcomes (HHH, HHT, HTH, THH) show heads at least twice.\n\nFinal answer: 1/2',
    value: '1/2',
  },
  {
    thinking: 'Heads at least twice in three tosses. Does it mean twice in a row, or twice in all? ',
    circles: [
      'If it means in a row, then HHT, THH and HHH count, which makes 3/8. ',
      'But the text does not say in a row, so HTH counts as well, which makes 4/8. ',
      'Hmm, wait. Perhaps it means in a row after all, since it says shows heads twice. ',
      'Let me read the problem again. It shows heads at least twice. ',
    ],
    answer: '',
    value: '1/2',
  },
  {
    thinking:
      'Let X be the number of heads. X is binomial with n = 3 and p = 1/2. I need P(X ≥ 2) = P(X = 2) + P(X = 3). ' +
      'P(X = 2) is 3 choose 2 times one eighth, so 3/8, and P(X = 3) is',
    answer: 'The probability is 3/8 + 1/8.\n\nFinal answer: 1/2',
    value: '1/2',
    cutAfter: 48,
  },
  {
    thinking:
      'Binomial with n = 3 and p = 0.5. P(2) = 3 · 0.5^3 = 0.375. P(3) = 0.5^3 = 0.125. The sum is 0.375 + 0.125 = 0.5. ' +
      'That is plausible: more heads than tails is as likely as more tails than heads, and with three tosses there is no draw.',
    answer: 'The number of heads is binomial, and 0.375 + 0.125 = 0.5.\n\nFinal answer: 0.5',
    value: '0.5',
  },
  {
    thinking:
      'Eight outcomes. Heads twice: HHT, HTH, THH. That is three outcomes out of eight, so 3/8. ' +
      'Each of the outcomes has probability 1/8, so the probability is 3/8.',
    answer: 'Three of the eight outcomes show heads twice: HHT, HTH and THH.\n\nFinal answer: 3/8',
    value: '3/8',
  },
  {
    thinking:
      'With three tosses either heads or tails comes at least twice, and never both. The coin is fair, so both are equally likely. ' +
      'Then each has probability 1/2. Quick check by counting: HHH, HHT, HTH, THH are 4 of 8. Yes.',
    answer:
      'In three tosses exactly one of the two sides shows at least twice, and by symmetry each is equally likely.\n\nFinal answer: 1/2',
    value: '1/2',
  },
  {
    thinking:
      'The complement is heads at most once: no heads, or one. P(0) = 1/8. P(1) = 3/8. Together 4/8 = 0.5. ' +
      'So the probability of at least twice is 1 - 0.5 = 0.5, that is 1/2.',
    answer: 'Heads at most once has probability 1/8 + 3/8 = 1/2, so the rest is 1/2.\n\nFinal answer: 1/2',
    value: '1/2',
  },
  {
    thinking:
      'I condition on the first toss. If it is heads (1/2), I need one more heads or two in the next two tosses: 3/4. ' +
      'If it is tails (1/2), I need both: 1/4. In all 1/2 · 3/4 + 1/2 · 1/4 = 3/8 + 1/8 = 4/8 = 1/2.',
    answer: 'By the first toss: 1/2 · 3/4 + 1/2 · 1/4 = 1/2.\n\nFinal answer: 1/2',
    value: '1/2',
  },
]
