import { describe, expect, it } from 'vitest'
import { datasetDigest } from '../../../src/experiment/dataset/digest.ts'
import { ProblemPrompts } from '../../../src/experiment/dataset/prompts.ts'
import { loadTemplate, renderPrompt } from '../../../src/experiment/dataset/template.ts'

const instruction = 'Say "Final answer:".'
const problems = [
  { id: 'a', prompt: 'What is 6 × 7?', answer: '42', kind: 'number' as const },
  { id: 'b', prompt: 'Which of these is it, of all that there are?', answer: 'A', choices: ['x', 'y'] },
  { id: 'c', prompt: 'Write a line.', kind: 'text' as const },
]
const texts = [
  renderPrompt(problems[0] as never, loadTemplate('number'), { instruction }),
  renderPrompt(problems[1] as never, loadTemplate('choice'), { instruction }),
  renderPrompt(problems[2] as never, loadTemplate('text')),
]

describe('the texts of the problems of a set', () => {
  const prompts = new ProblemPrompts(problems, { instruction })

  it('are each in the template of its kind', () => {
    expect(problems.map(({ id }) => prompts.text(id))).toEqual(texts)
    expect([prompts.text('z'), prompts.problem('z'), prompts.problem('a')]).toEqual([
      '',
      undefined,
      problems[0],
    ])
  })

  it('are told by the longest, and by a digest over all', () => {
    expect(prompts.longest).toBe(texts[1])
    expect(prompts.digest).toBe(
      datasetDigest(problems.map(({ id }, at) => ({ id, prompt: texts[at] ?? '' }))),
    )
    expect(new ProblemPrompts(problems, { instruction: 'Box it.' }).digest).not.toBe(prompts.digest)
  })
})
