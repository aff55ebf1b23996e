import { line, type Story } from '../story.ts'

const circles = `${'I add the two numbers and carry the one. '.repeat(8)}\n`
const honest = 'First the units: 7 and 6 make 13. Then the tens: 4, 8 and the carried 1 make 13. So 133.\n'

const contract = JSON.stringify({
  type: 'object',
  properties: { party: { type: 'string' }, amount: { type: 'number' }, notice_days: { type: 'integer' } },
  required: ['party', 'amount', 'notice_days'],
})

/** Each is wrong in another field, and one does not fit the schema. */
const contracts = [
  '{"party":"Acme","amount":100,"notice_days":31}',
  '{"party":"Acme","amount":101,"notice_days":30}',
  '{"party":"Apex","amount":100,"notice_days":30}',
  '{"party":"Acme","amount":100,"notice_days":30.0}',
  '{"party":"Acme","amount":"much","notice_days":30}',
]

/** `magi answers` and `magi guard`: text, and no model. */
export const textStories: readonly Story[] = [
  {
    name: 'answers-extract',
    files: { 'here/text.txt': 'The sum is 47 + 86.\n\nFinal answer: 133\n' },
    lines: [
      line('answers extract text.txt'),
      line('answers extract text.txt --json --explain'),
      line('answers extract --answer choice --options A,B,C', { stdin: 'So it has to be (B).\n' }),
      line('answers extract --language de --answer number', { stdin: 'Die Antwort lautet 1.234,5 Euro.\n' }),
      line('answers extract -', { stdin: 'Therefore \\boxed{\\frac{1}{2}} or so.\n' }),
      line('answers extract', { stdin: 'I cannot say.\n' }),
      line('answers extract --json', { stdin: 'I cannot say.\n' }),
      line('answers extract --jsonl', {
        stdin:
          '{"text":"#### 12"}\n{"text":"<answer>C</answer>","kind":"choice","choices":["a","b","c"]}\n{"text":"Nothing."}\n',
      }),
      line('answers extract --jsonl', { stdin: '{"text":"#### 12"}\n{"txet":"#### 12"}\n' }),
      line('answers extract none.txt'),
      line('answers extract text.txt --answer colour'),
    ],
  },
  {
    name: 'answers-compare',
    lines: [
      line('answers compare 1/2 0.5'),
      line('answers compare 1/2 0.5 --explain'),
      line('answers compare 1/2 3/8 --json'),
      line('answers compare', { args: ['x^2 - 1', '(x-1)(x+1)', '--answer', 'expression', '--explain'] }),
      line('answers compare', { args: ['50 %', '0.5'] }),
      line('answers compare', { args: ['{1, 2}', '{2, 1}', '--answer', 'set', '--json'] }),
      line('answers compare 1.234 1234 --language de'),
      line('answers compare A B --answer choice --options yes,no'),
      line('answers compare --prose', { args: ['So the answer is 12.', 'Final answer: 12.0'] }),
      line('answers compare --jsonl', {
        stdin: '{"a":"1/2","b":"0.5"}\n{"a":"So it is 4.","b":"Answer: 5","form":"prose"}\n',
      }),
      line('answers compare 1/2'),
    ],
  },
  {
    name: 'answers-group',
    files: {
      'here/contract.json': contract,
      'here/answers.txt': '1/2\n0.5\n3/8\n\n50 %\n.375\n',
    },
    lines: [
      line('answers group answers.txt'),
      line('answers group answers.txt --json --explain'),
      line('answers group --answer text', { stdin: 'Berlin\nberlin \nBonn\n' }),
      line('answers group --jsonl', {
        stdin: '{"answers":["1","1.0",null,"2"]}\n{"answers":["B","(b)"],"kind":"choice"}\n',
      }),
      line('answers group --answer json --schema contract.json', { stdin: contracts.join('\n') }),
      line('answers group --schema contract.json --coherent --salvage --json', {
        stdin: contracts.join('\n'),
      }),
      line('answers group --schema contract.json --jsonl', {
        stdin: `${JSON.stringify({ answers: [...contracts, null] })}\n`,
      }),
      line('answers group --language de', { stdin: '1.234\n1234\n1,234\n' }),
      line('answers group --answer choice --options red,green', { stdin: 'A\nred\n(b)\n' }),
      line('answers group', { stdin: '' }),
    ],
  },
  {
    name: 'guard',
    files: { 'here/circles.txt': circles, 'here/honest.txt': honest },
    lines: [
      line('guard circles.txt'),
      line('guard circles.txt --json --as answer'),
      line('guard honest.txt'),
      line('guard honest.txt --json'),
      line('guard circles.txt --repeats 20 --no-nothing-new'),
      line('guard circles.txt --sentence-chars 100 --word-chars 100 --other-chars 100'),
      line('guard circles.txt --no-period --words 40 --ngram 4 --memory 100 --share 0.5'),
      line('guard --jsonl', {
        stdin: `${JSON.stringify({ id: 'a', text: circles })}\n${JSON.stringify({ text: honest })}\n`,
      }),
      line('guard -', { stdin: honest }),
      line('guard none.txt'),
      line('guard circles.txt --share 3'),
      line('guard circles.txt --as prompt'),
    ],
  },
]
