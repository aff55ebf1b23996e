import { recordedAnswers } from '../recorded-answers.ts'
import { coin, line, type Story } from '../story.ts'

const bench = line('bench arithmetic-easy -n 3 --limit 2 --seed 7 --run-dir run --quiet')
const vote = coin('vote -n 3 --seed 0 --rule all --on-trip force --run-dir vote --quiet')

/** `magi report` of runs and of recorded answers, in every format. */
export const reportStories: readonly Story[] = [
  {
    name: 'report-run',
    before: [bench],
    lines: [
      line('report $PWD/run'),
      line('report $PWD/run --format md'),
      line('report $PWD/run --format csv'),
      line('report $PWD/run --format json'),
      line('report $PWD/run --json --output report.json'),
      line('report $PWD/run -n 2 -k 1,2'),
    ],
  },
  { name: 'report-page', before: [bench], lines: [line('report $PWD/run --format html --output page.html')] },
  {
    name: 'report-page-terminal',
    before: [vote],
    lines: [line('report $PWD/vote --format html', { outIsTerminal: true })],
  },
  { name: 'report-page-trace', files: recordedAnswers, lines: [line('report small.jsonl --format html')] },
  {
    name: 'report-vote',
    before: [vote],
    lines: [
      line('report $PWD/vote'),
      line('report $PWD/vote --json'),
      line('report $PWD/vote --format csv --output -'),
    ],
  },
  {
    name: 'report-traces',
    files: recordedAnswers,
    lines: [
      line('report small.jsonl large.jsonl'),
      line('report small.jsonl large.jsonl --format md -k 1,4,8'),
      line('report small.jsonl --format csv -n 4'),
      line('report small.jsonl --json -k 1,8'),
    ],
  },
  {
    name: 'report-disputes',
    before: [bench],
    files: {
      'here/disputes.jsonl':
        '{"id":"easy-02","index":0,"correct":true,"reason":"off by one is near enough"}\n{"id":"easy-01","answer":"133","correct":false,"reason":"units"}\n',
      'here/wrong.jsonl': '{"id":"hard-01","correct":true,"reason":"?"}\n',
    },
    lines: [
      line('report $PWD/run --grade-dispute disputes.jsonl'),
      line('report $PWD/run --grade-dispute wrong.jsonl'),
      line('report $PWD/run --grade-dispute none.jsonl'),
    ],
  },
  {
    name: 'report-refused',
    before: [bench],
    files: { 'here/odd.jsonl': '{"dataset":"sums"}\n' },
    lines: [
      line('report'),
      line('report none'),
      line('report $PWD/run --format pdf'),
      line('report $PWD/run -k 0'),
      line('report $PWD/run -k x'),
      line('report $PWD/run --output none/page.html --format html'),
      line('report odd.jsonl'),
    ],
  },
]
