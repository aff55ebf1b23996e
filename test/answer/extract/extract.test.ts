import { describe, expect, it } from 'vitest'
import type { AnswerContext, Extraction } from '../../../src/answer/answer.ts'
import { explainExtraction, extractAnswer } from '../../../src/answer/extract/extract.ts'

/** The answer and the rule that found it, or the reason for none. */
function said(text: string, context: AnswerContext = {}): string {
  const found: Extraction = extractAnswer(text, context)
  return found.type === 'found' ? `${found.value} (${found.by})` : found.reason
}

describe('extractAnswer', () => {
  it('gives the value, its kind, the rule and where it stood', () => {
    expect(extractAnswer('So \\boxed{3} it is.')).toEqual({
      type: 'found',
      value: '3',
      kind: 'number',
      by: 'boxed',
      span: [10, 11],
    })
  })

  it('gives no answer where a text holds none', () => {
    for (const text of [
      '',
      ' \n',
      'No numeric content at all',
      'I cannot answer this question.',
      '1. Red\n2. Blue\n3. Green',
    ]) {
      expect(extractAnswer(text)).toEqual({ type: 'none', reason: 'not-found' })
    }
  })
})

describe('a list of options that is empty', () => {
  it.each(['The answer is 42.', 'So it is (B).', '\\boxed{C}', '', 'Paris'])('is as none: %j', (text) => {
    for (const kind of ['auto', 'choice', 'text', 'number'] as const)
      expect(extractAnswer(text, { kind, choices: [] })).toEqual(extractAnswer(text, { kind }))
  })
})

describe('thinking', () => {
  it.each([
    ['<think>\\boxed{3}</think>The answer is 4.', '4 (anchor)'],
    ['Some reasoning </think> Final: \\boxed{7}', '7 (boxed)'],
    ['[THINK]5[/THINK]\\boxed{6}', '6 (boxed)'],
    ['<think>a</think>1<think>b</think>\\boxed{2}', '2 (boxed)'],
    ['<think>\\boxed{3}</think>', 'not-found'],
    ['<think>So \\boxed{3}. Let me check again', 'truncated'],
    ['\\boxed{3}<think>Or is it', 'truncated'],
    ['The answer is 19. <|im_start|>user\nThe answer is 20.', '19 (anchor)'],
    ['<|im_start|>assistant\nThe answer is 19.<|im_end|>', '19 (anchor)'],
  ])('of %j counts nothing but what follows: %s', (text, expected) => {
    expect(said(text)).toBe(expected)
  })
})

describe('boxes', () => {
  it.each([
    ['First \\boxed{7}, but actually \\boxed{42}.', '42 (boxed)'],
    ['$\\boxed{\\{1, \\frac{1}{2}\\}}$', '\\{1, \\frac{1}{2}\\} (boxed)'],
    ['\\fbox{hello}', 'hello (boxed)'],
    ['\\beginboxed{8\\sqrt{6}}', '8\\sqrt{6} (boxed)'],
    ['Answer: boxed{5}', '5 (boxed)'],
    ['$\\boxed 42$ end', '42 (boxed)'],
    ['{"answer": "\\\\boxed{\\\\frac{1}{2}}"}', '\\frac{1}{2} (boxed)'],
    ['\\boxed{\\boxed{5}}', '5 (boxed)'],
    ['\\boxed{$5$}.', '5 (boxed)'],
    ['Write it as \\boxed{}. The answer is 7.', '7 (anchor)'],
    ['The box is empty \\boxed{}', 'not-found'],
    ['\\boxed{3', 'truncated'],
    ['\\boxed{3} and then \\boxed{\\frac{1}{2', 'truncated'],
    ['The answer is \\boxed', 'truncated'],
  ])('%j: %s', (text, expected) => {
    expect(said(text)).toBe(expected)
  })

  it.each([
    ['\\boxed{2} and \\boxed{3}', '2, 3'],
    ['$\\boxed{1},\\boxed{2}$', '1, 2'],
    ['$\\boxed{1}\\boxed{2}$', '1, 2'],
    ['\\boxed{x=1} \\quad \\text{or} \\quad \\boxed{x=2}', 'x=1, x=2'],
    ['\\boxed{(3, 3)} \\text{ for part (a) and } \\boxed{(1, 1)}', '(3, 3), (1, 1)'],
    ['\\boxed{1} papers and \\boxed{2} bins', '1, 2'],
    ['x_1 = \\boxed{1}, x_2 = \\boxed{2}', '1, 2'],
    ['(a) \\boxed{3}\n\n(b) \\boxed{4}', '3, 4'],
    ['\\boxed{5} und \\boxed{6}', '5, 6'],
    ['\\boxed{5} and \\boxed{5}', '5'],
    ['\\boxed{10} and then \\boxed{42}', '42'],
    ['\\boxed{1} no no no no no \\boxed{2}', '2'],
    ['\\boxed{5}. So \\boxed{6}', '6'],
    ['\\boxed{x} = \\boxed{6}', '6'],
  ])('that connect are one answer, others are not: %j is %j', (text, expected) => {
    expect(extractAnswer(text)).toMatchObject({ value: expected, by: 'boxed' })
  })

  it('in the middle of the working do not outweigh a final answer that is announced after them', () => {
    expect(said('That makes \\boxed{255} so far. Final Answer: The final answer is $10,455$.')).toBe(
      '10,455 (final)',
    )
    expect(said('That makes \\boxed{255}. The answer is checked by 3 people.')).toBe('255 (boxed)')
  })
})

describe('marks', () => {
  it.each([
    ['work\n#### 1,234', '1,234 (hash)'],
    ['#### 5\n#### -7', '-7 (hash)'],
    ['#### Step 3: add\nThe answer is 4.', '4 (anchor)'],
    ['#### Conclusion\nThe answer is 4.', '4 (anchor)'],
    ['<answer>42</answer>', '42 (tag)'],
    ['<answer>The answer is 42.</answer>', '42 (anchor)'],
  ])('%j: %s', (text, expected) => {
    expect(said(text)).toBe(expected)
  })
})

describe('announced answers', () => {
  it.each([
    ['Answer: 3\nActually, Answer: 4', '4'],
    ['The answer is 5, as computed in 2021.', '5'],
    ['The answer is 12 because 3*4 = 12 and 2 is even.', '12'],
    ['The answer is 12 apples.', '12'],
    ['The answer is $26. I hope it is correct.', '$26'],
    ['The answer is 11. (3)', '11'],
    ['**ANSWER: 28 + 32 = 60**\nThis solves the problem.', '60'],
    ['réponse est (35 + 70 = 105).', '105'],
    ['Answer $ \\frac{1}{2} = \\frac{10}{9} $', '\\frac{10}{9}'],
    ['The answer is $x = 1$ or $x = 2$.', 'x = 1, x = 2'],
    ['The answer is x = 1 or x = 2.', 'x = 1 or x = 2'],
    ['The answer is (1, 2).', '(1, 2)'],
    ['The answer is the interval [0, 1).', '[0, 1)'],
    ['The answer is 28 percent.', '28%'],
    ['Die Antwort ist 12,5 Prozent.', '12,5%'],
    ['The answer is 0.333...', '0.333...'],
    ['The answer is 2½ cups.', '2½'],
    ['Answer: 1 000 000', '1 000 000'],
    ['The answer is Paris, the capital of France.', 'Paris'],
    ['The answer is July 4, 1776.', 'July 4, 1776'],
    ['The answer is all real numbers except 3.', 'all real numbers except 3'],
    ['{"reasoning": "3+4", "answer": "Paris"}', 'Paris'],
    ['Answer: (a) 5 (b) 7', '(a) 5 (b) 7'],
    ['Final Answer: The largest $n$ is 34.', '34'],
    ['Final Answer: Jane started growing Sphere 3 hours ago. I hope it is correct.', '3'],
    ['The result is 5.\nAnswer: No', 'No'],
    ['The answer is 42. I hope the answer is helpful.', '42'],
    ['The answer is 42.\n\nThe answer fits the 3 conditions.', '42'],
    ['got -½ as the result', '-½'],
    ['Therefore $x \\geq 5$ is the solution.', 'x \\geq 5'],
    ['x = 1 and x = 2 are the solutions.', 'x = 1 and x = 2'],
    ['result: 三', '三'],
    ['the answer is １２３', '１２３'],
    ['الإجابة هي ٤٢', '٤٢'],
  ])('%j: %j', (text, expected) => {
    expect(extractAnswer(text)).toMatchObject({ type: 'found', value: expected, by: 'anchor' })
  })

  it('count for less than the marker the model was told to write', () => {
    const text = 'My pick: **Tokyo**. The answer to the second one is 5.'
    expect(said(text)).toBe('5 (anchor)')
    expect(said(text, { marker: 'My pick:' })).toBe('Tokyo (anchor)')
  })

  it('are not read out of words that announce nothing', () => {
    expect(said('To find the answer, we need luck.')).toBe('not-found')
    expect(said('I believe the answer is correct.')).toBe('not-found')
  })
})

describe('texts without an announcement', () => {
  it.each([
    ['We get: $$x \\geq 2.$$ Therefore, the error increases by 100%.', '100% (conclusion)'],
    ['因此，瑞秋的数学作业比阅读作业多 **3页**。', '3 (conclusion)'],
    ['Hence f(x) = 2x.', 'f(x) = 2x (conclusion)'],
    ['That is **12 apples**. Nice!', '12 (bold)'],
    ['After solving, we get $1/2$', '1/2 (math)'],
    ['$x = 1$ and $x = 2$', 'x = 1, x = 2 (math)'],
    ['$g(x) = x^a$ for some $a > 0$', 'g(x) = x^a (math)'],
    ['The value of $x$ is 5', '5 (number)'],
    ['It costs $5 and not $7', '$5 (number)'],
    ['It costs $5 and later $7', '$7 (number)'],
    ['x = 5 or x = -5', 'x = 5 or x = -5 (whole)'],
    ['New York', 'New York (whole)'],
    ['42 apples', '42 apples (whole)'],
    ['Soucis : 2,74 $ a..', '2,74 (number)'],
    ['The speed is 50 km/h', '50 (number)'],
    ['It equals \\frac{3}{4}.', '\\frac{3}{4} (number)'],
    ['The function is f(x) = x^2 + 1.', 'f(x) = x^2 + 1 (number)'],
    ['The area is 5\\sqrt{3} cm^2.', '5\\sqrt{3} (number)'],
    ['1. Add 2 and 3.\n2. Get 5.', '5 (number)'],
    ['She came on the 3rd day with 5 apples.', '5 (number)'],
  ])('%j: %s', (text, expected) => {
    expect(said(text)).toBe(expected)
  })
})

describe('a kind that was asked for', () => {
  it.each([
    ['number', 'The answer is 42 apples.', '42 (anchor)'],
    ['number', '\\boxed{x = 42}', '42 (boxed)'],
    ['number', '\\boxed{42 \\text{ cm}}', '42 (boxed)'],
    ['number', 'That will be $42.', '42 (number)'],
    ['number', 'The answer is 50%.', '50% (anchor)'],
    ['number', '\\boxed{\\text{No solution}}', '\\text{No solution} (boxed)'],
    ['quantity', 'The answer is 5 km/h.', '5 km/h (anchor)'],
    ['interval', 'The domain is $(-\\infty, 3]$. It has $3$ points.', '(-\\infty, 3] (math)'],
    ['interval', 'That makes 5.', 'not-found'],
    ['set', 'So it is $\\{1, 2\\}$, of size $n = 2$.', '\\{1, 2\\} (conclusion)'],
    ['text', 'I like Paris. It is big.', 'I like Paris. It is big. (whole)'],
    ['text', 'Well.\n**Answer:** Paris\nAnd more.', 'Paris (anchor)'],
    ['text', '**Answer**\nParis', 'Paris (anchor)'],
    ['text', 'The answer is yes.', 'yes (anchor)'],
    ['text', 'So, the answer is: **Yes**, because it is even.', 'Yes (anchor)'],
    ['text', 'The final answer is Paris.', 'Paris (anchor)'],
    ['text', 'It lies on the Seine.\n\nThe answer is "Paris", since 987.', 'Paris (anchor)'],
    ['text', 'The answer is red, green, and blue, since these are primary.', 'red, green, and blue (anchor)'],
    ['text', 'Die Antwort ist ja, denn 4 ist gerade.', 'ja (anchor)'],
    ['text', 'La réponse est Paris.', 'Paris (anchor)'],
    ['text', 'La respuesta es sí.', 'sí (anchor)'],
    ['text', '所以答案是巴黎。', '巴黎 (anchor)'],
    ['text', 'The answer is St. John.', 'St. John (anchor)'],
    ...[
      'Most people say the answer is no.',
      'The answer is not Paris.',
      'The answer is as follows.',
      'If it rains, the answer is no.',
      'A common wrong answer is Lyon.',
    ].map((text) => ['text', text, `${text} (whole)`] as const),
    ['text', '\\boxed{\\text{Paris}}', 'Paris (boxed)'],
    ['json', 'Here:\n```json\n{"a": [1, 2]}\n```\nor {"b": 2}', '{"a": [1, 2]} (json)'],
    ['json', 'One {"a": 1}, two {"b": "}"}. Done {x}.', '{"b": "}"} (json)'],
    ['json', '42', '42 (json)'],
    ['json', 'none here', 'not-found'],
    ['json', 'Here: {"a": [1,', 'truncated'],
  ] as const)('%s: %j: %s', (kind, text, expected) => {
    expect(said(text, { kind })).toBe(expected)
  })
})

describe('explainExtraction', () => {
  it('names each rule that was tried, in order, and what it found', () => {
    const { extraction, steps } = explainExtraction('Hence the answer is 42.')
    expect(extraction).toEqual({ type: 'found', value: '42', kind: 'number', by: 'anchor', span: [20, 22] })
    expect(steps.map((step) => step.rule)).toEqual(['final', 'boxed', 'hash', 'tag', 'anchor'])
    expect(steps.at(-1)?.found).toEqual({ value: '42', span: [20, 22] })
    expect(steps[1]?.found).toBeUndefined()
  })

  it('says which rule met an answer that was never finished', () => {
    expect(explainExtraction('\\boxed{4').steps.at(-1)).toMatchObject({ rule: 'boxed', found: 'truncated' })
    expect(explainExtraction('<think>4').steps).toMatchObject([{ rule: 'thinking', found: 'truncated' }])
  })
})
