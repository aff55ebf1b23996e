import { recordedAnswers } from '../recorded-answers.ts'
import { coin, line, type Story } from '../story.ts'

const won = coin('vote -n 4 --seed 3 --rule all --quiet')
const trouble = coin('vote -n 4 --seed 1 --rule all --on-trip force --quiet')
const bench = line('bench arithmetic-easy -n 3 --limit 2 --seed 7 --quiet')
const other = line('bench arithmetic-easy -n 3 --limit 3 --seed 8 --quiet')

/** The runs by the time at which they were begun. */
const [first, second, third] = ['20261122T1015', '20261122T1016', '20261122T1017']

/** `magi runs`: nothing here needs a model. */
export const runsStories: readonly Story[] = [
  {
    name: 'runs-none',
    lines: [line('runs'), line('runs list'), line('runs list --json'), line('runs show x')],
  },
  {
    name: 'runs-list',
    before: [won, trouble, bench],
    lines: [
      line('runs list'),
      line('runs list --json'),
      line('runs list', { outIsTerminal: true, columns: 80 }),
      line('runs show 2026'),
      line('runs show nothing'),
    ],
  },
  {
    name: 'runs-show-vote',
    before: [won, trouble],
    lines: [
      line(`runs show ${first}`),
      line(`runs show ${first} 1`),
      line(`runs show ${first} p1/0 --json`),
      line(`runs show ${first} --json`),
      line(`runs show ${second}`),
      line(`runs show ${second} 0`),
      line(`runs show ${second} 9`),
    ],
  },
  {
    name: 'runs-show-bench',
    before: [bench],
    lines: [
      line(`runs show ${first}`),
      line(`runs show ${first} easy-02`),
      line(`runs show ${first} easy-02/0`),
      line(`runs show ${first} easy-02 --json`),
      line(`runs show ${first} easy-09`),
    ],
  },
  {
    name: 'runs-revote',
    before: [won, trouble, bench],
    lines: [
      line(`runs revote ${first}`),
      line(`runs revote ${first} --json`),
      line(`runs revote ${first} --rule certain --json`),
      line(`runs revote ${first} -n 2 --tie first`),
      line(`runs revote ${first} -n 2 --tie extend --extend 2`),
      line(`runs revote ${first} -n 2`),
      line(`runs revote ${first} --quorum 0.9`),
      line(`runs revote ${first} --vote-by field --coherent`),
      line(`runs revote ${first} --answer choice --options A,B`),
      line(`runs revote ${first} --answer number --language de`),
      line(`runs revote ${first} --min 3 --quiet`),
      line(`runs revote ${second} --count-forced`),
      line(`runs revote ${second} --no-count-forced --json`),
      line(`runs revote ${third}`),
      line(`runs revote ${third} --json --rule predictive`),
      line(`runs revote ${first} --rule never`),
    ],
  },
  {
    name: 'runs-simulate',
    files: recordedAnswers,
    before: [bench],
    lines: [
      line('runs simulate small.jsonl'),
      line(
        'runs simulate small.jsonl --rule predictive,certain -n 4,8 --slots 1,2 --schedule eager,lookahead',
      ),
      line('runs simulate small.jsonl large.jsonl --rule lead:2 -n 8 --tie extend --extend 2 --json'),
      line('runs simulate small.jsonl --budget mean=2,4 --budget samples=12 --budget tokens=2000'),
      line('runs simulate small.jsonl --budget mean=2,samples=12'),
      line(`runs simulate ${first}`),
      line(`runs simulate ${first} --budget mean=2 --json`),
      line('runs simulate small.jsonl --rule never'),
      line('runs simulate small.jsonl --budget time=8h'),
      line('runs simulate none.jsonl'),
    ],
  },
  {
    name: 'runs-compare',
    files: {
      ...recordedAnswers,
      'here/both.jsonl': `${recordedAnswers['here/small.jsonl']}${recordedAnswers['here/large.jsonl']}`,
    },
    before: [bench, other],
    lines: [
      line('runs compare small.jsonl large.jsonl'),
      line('runs compare small.jsonl large.jsonl -k 1,8 --json'),
      line('runs compare both.jsonl both.jsonl --models small,large'),
      line(`runs compare ${first} ${second}`),
      line(`runs compare ${first} small.jsonl`),
      line('runs compare both.jsonl both.jsonl'),
    ],
  },
  {
    name: 'runs-export',
    before: [trouble, bench],
    lines: [
      line(`runs export ${first}`),
      line(`runs export ${first} --format csv`),
      line(`runs export ${first} --format csv --texts`),
      line(`runs export ${second} --format csv`),
      line(`runs export ${second} --json`),
      line(`runs export ${first} --format xml`),
    ],
  },
  {
    name: 'runs-verify',
    before: [
      coin('vote -n 2 --seed 3 --rule all --run-dir run --quiet'),
      { ...bench, args: [...bench.args, '--run-dir', 'bench'] },
    ],
    lines: [
      line('runs verify $PWD/run'),
      line('runs verify $PWD/run --json'),
      line('runs verify $PWD/bench'),
      line('runs verify $PWD/run', {
        edits: {
          'here/run/journal.jsonl': (text) => text.replace('"seed":4', '"seed":9'),
          'here/run/result.json': (text) => text.replace('"tied"', '"won"'),
        },
      }),
      line('runs verify $PWD/run --json'),
      line('runs verify $PWD/run', {
        edits: { 'here/run/journal.jsonl': (text) => `{}\nno JSON\n${text}{"torn":` },
      }),
      line('runs verify $PWD/bench', { edits: { 'here/bench/problems.json': () => undefined } }),
      line('runs verify $PWD/bench', { edits: { 'here/bench/manifest.json': () => undefined } }),
    ],
  },
  {
    name: 'runs-remove',
    before: [
      coin('vote -n 1 --seed 3 --rule all --run-dir one --quiet'),
      coin('vote -n 1 --seed 3 --rule all --run-dir two --quiet'),
      won,
    ],
    files: { 'here/two/notes.txt': 'Mine.\n' },
    lines: [
      line('runs remove $PWD/one', { types: 'n\n' }),
      line('runs remove $PWD/one', { stdin: '' }),
      line('runs remove $PWD/one', { types: 'y\n' }),
      line('runs remove $PWD/two --yes'),
      line('runs remove 20261122T1017 --yes'),
      line('runs remove none --yes'),
    ],
  },
]
