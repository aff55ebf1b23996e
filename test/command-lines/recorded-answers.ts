/** A question, who answered it how, and how many tokens that took. */
function traceLine(model: string, id: number, gold: string, answers: readonly (string | null)[]): string {
  const classes = [...new Set(answers.filter((answer) => answer !== null))]
  return JSON.stringify({
    dataset: 'sums',
    model,
    id,
    gold,
    answers,
    cls: answers.map((answer) => (answer === null ? -1 : classes.indexOf(answer))),
    gold_cls: classes.includes(gold) ? classes.indexOf(gold) : null,
    tokens: answers.map((answer, place) => (answer === null ? 900 : 100 + 10 * place + id)),
  })
}

/** Files of recorded answers of two models, eight of each question. */
export const recordedAnswers = {
  'here/small.jsonl': `${[
    traceLine('small', 1, '4', ['4', '4', '5', '4', null, '4', '4', '5']),
    traceLine('small', 2, '9', ['8', '9', '8', '9', '9', '8', '7', '9']),
    traceLine('small', 3, '6', ['6', '6', '6', '6', '6', '6', '6', '6']),
    traceLine('small', 4, '12', ['11', null, '13', '11', '14', '11', null, '13']),
    traceLine('small', 5, '20', ['20', '21', '20', '20', '19', '20', '20', '22']),
  ].join('\n')}\n`,
  'here/large.jsonl': `${[
    traceLine('large', 1, '4', ['4', '4', '4', '4', '4', '4', '4', '4']),
    traceLine('large', 2, '9', ['9', '9', '8', '9', '9', '9', '9', '9']),
    traceLine('large', 3, '6', ['6', '6', '6', null, '6', '6', '6', '6']),
    traceLine('large', 4, '12', ['12', '11', '12', '12', '11', '12', '11', '12']),
    traceLine('large', 6, '30', ['30', '30', '31', '30', '30', '30', '30', '30']),
  ].join('\n')}\n`,
} as const
