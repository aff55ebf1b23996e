import { readFileSync } from 'node:fs'
import { builtInPath } from '../../../src/ground/package-root.ts'
import { coin, line, printed, type Story } from '../story.ts'

const clauseFile = (name: string) => readFileSync(builtInPath('schemas', name), 'utf8')

/** `magi vote`. By seed: 0 says 1/2, 1 goes in circles, 2 breaks, 3 says 0.5, 4 says 3/8, 5, 6 and 7 say 1/2. */
export const voteStories: readonly Story[] = [
  {
    name: 'vote-won',
    lines: [coin('vote -n 4 --seed 3 --rule all')],
  },
  {
    name: 'vote-by-field',
    files: { 'here/clause.txt': clauseFile('clause.txt'), 'here/clause.json': clauseFile('clause.json') },
    lines: [
      line('vote -f clause.txt --schema clause.json -n 8 --seed 0 --rule all --run-dir run'),
      line('vote -f clause.txt --schema clause.json -n 8 --seed 0 --rule all --quorum 0.7 --json', printed),
      line(
        'vote -f clause.txt --schema clause.json -n 8 --seed 0 --rule all --coherent --salvage --quiet',
        printed,
      ),
    ],
  },
  {
    name: 'vote-json',
    lines: [coin('vote -n 4 --seed 3 --rule all --json --run-dir run')],
  },
  {
    name: 'vote-explain',
    lines: [
      coin('vote -n 3 --seed 3 --rule all --explain --run-dir run'),
      coin('vote -n 3 --seed 3 --rule all --explain --json --quiet --run-dir other', printed),
    ],
  },
  {
    name: 'vote-output',
    lines: [
      coin('vote -n 2 --seed 5 --rule all --quiet', printed),
      coin('vote -n 2 --seed 5 --rule all --verbose', printed),
      coin(
        'vote -n 2 --no-stdin --seed 0 --rule all --no-color --no-think --no-loop-guard --max-thinking-tokens 500',
        {
          ...printed,
          env: { FORCE_COLOR: '1' },
        },
      ),
      coin('vote -n 2 --seed 5 --rule all', { ...printed, env: { FORCE_COLOR: '1' } }),
      coin('vote -n 2 --seed 5 --rule all', {
        ...printed,
        errIsTerminal: true,
        columns: 60,
        env: { CI: '1' },
      }),
    ],
  },
  {
    name: 'vote-slots',
    slots: 2,
    lines: [coin('vote -n 8 --seed 0 --slots 2 --rule certain --run-dir run')],
  },
  {
    name: 'vote-slots-lookahead',
    slots: 3,
    lines: [coin('vote -n 8 --seed 3 --slots 3 --rule certain --schedule lookahead --json')],
  },
  {
    name: 'vote-rules',
    lines: [
      coin('vote -n 12 --seed 3 --schedule lookahead', printed),
      coin('vote -n 8 --seed 5 --schedule lookahead --rule certain', printed),
      coin('vote -n 8 --seed 5 --schedule lookahead --rule beta', printed),
      coin('vote -n 8 --seed 5 --schedule lookahead --rule lead:2', printed),
      coin('vote -n 8 --seed 5 --schedule lookahead --rule window:3 --min 4', printed),
      coin('vote -n 8 --seed 3 --schedule eager --rule predictive:fast', printed),
    ],
  },
  {
    name: 'vote-tie-declared',
    lines: [coin('vote -n 2 --seed 3 --rule all'), coin('vote -n 2 --seed 3 --rule all --json', printed)],
  },
  {
    name: 'vote-tie-first',
    lines: [coin('vote -n 2 --seed 3 --rule all --tie first --run-dir run')],
  },
  {
    name: 'vote-tie-extended',
    lines: [
      coin('vote -n 2 --seed 3 --rule all --tie extend --run-dir run'),
      coin('vote -n 2 --seed 3 --rule all --tie extend --extend 0 --run-dir none --json', printed),
      coin('vote -n 2 --seed 4 --rule all --tie extend --extend 3 --json', printed),
    ],
  },
  {
    name: 'vote-quorum',
    lines: [
      coin('vote -n 5 --seed 1 --rule all --quorum 0.5 --run-dir run'),
      coin('vote -n 5 --seed 1 --rule all --quorum 0.5 --json', printed),
      coin('vote -n 3 --seed 3 --rule all --quorum 0.5', printed),
    ],
  },
  {
    name: 'vote-no-answers',
    lines: [
      line('vote -n 2 --seed 0 --rule all --answer number --run-dir run', { args: ['Who are you?'] }),
      coin('vote -n 2 --seed 1 --rule all --json', printed),
    ],
  },
  {
    name: 'vote-trips-dropped',
    lines: [coin('vote -n 3 --seed 0 --rule all --run-dir run')],
  },
  {
    name: 'vote-trips-forced',
    lines: [
      coin('vote -n 3 --seed 0 --rule all --on-trip force --run-dir run'),
      coin('vote -n 3 --seed 0 --rule all --on-trip force --count-forced --json --run-dir counted'),
    ],
  },
  {
    name: 'vote-trips-retried',
    lines: [
      coin('vote -n 3 --seed 0 --rule all --on-trip retry --run-dir run'),
      coin('vote -n 2 --seed 1 --rule all --on-trip retry --max-attempts 3 --json', printed),
    ],
  },
  {
    name: 'vote-budgets',
    lines: [
      coin('vote -n 2 --seed 3 --rule all --max-thinking-tokens 60'),
      coin('vote -n 2 --seed 3 --rule all --max-tokens 80 --quiet', printed),
      coin('vote -n 2 --seed 3 --rule all --timeout 400ms --quiet', printed),
    ],
  },
  {
    name: 'vote-interrupted',
    lines: [
      coin('vote -n 5 --seed 2 --rule all --run-dir run', { meanwhile: { atMs: 950, event: 'SIGINT' } }),
      line('runs show $PWD/run'),
      line('runs verify $PWD/run'),
      line('vote --resume $PWD/run --dry-run'),
      line('vote --resume $PWD/run'),
      line('vote --resume $PWD/run --json'),
    ],
  },
  {
    name: 'vote-terminated',
    slots: 2,
    lines: [
      coin('vote -n 6 --seed 3 --slots 2 --rule certain --json', {
        meanwhile: { atMs: 700, event: 'SIGTERM' },
      }),
      line('vote --resume 20261122T1015 --slots 1'),
    ],
  },
  {
    name: 'vote-killed',
    before: [coin('vote -n 4 --seed 3 --rule all --run-dir run')],
    lines: [
      line('vote --resume $PWD/run', {
        edits: {
          'here/run/result.json': () => undefined,
          'here/run/explain.json': () => undefined,
          'here/run/journal.jsonl': (text) => `${text.split('\n').slice(0, 2).join('\n')}\n{"torn":`,
          'here/run/lock': () => '{"pid":4194305,"host":"',
        },
      }),
    ],
  },
  {
    name: 'vote-not-resumed',
    before: [coin('vote -n 2 --seed 3 --rule all --run-dir run')],
    lines: [
      line('vote --resume $PWD/run -n 3 --seed 4 --rule certain -o temperature=0.2'),
      line('vote --resume $PWD/run --tie first --quorum 0.5 --on-trip force --answer choice --max-tokens 99'),
      line('vote --resume $PWD/run --run-dir elsewhere'),
      coin('vote --resume $PWD/run'),
      coin('vote -n 2 --run-dir run'),
      line('vote --resume none'),
      line('vote --resume $PWD/run', {
        edits: { 'here/run/lock': () => '{"pid":1,"host":"elsewhere","began":""}' },
      }),
      line('vote --resume $PWD/run', {
        edits: {
          'here/run/lock': () => undefined,
          'here/run/manifest.json': (text) => text.replace('magi.run/1', 'magi.run/9'),
        },
      }),
      line('vote --resume $PWD/run', {
        edits: { 'here/run/manifest.json': () => '{ "schema": "magi.run/1" }\n' },
      }),
    ],
  },
  {
    name: 'vote-dry-run',
    lines: [
      coin('vote --dry-run -n 4 --seed 100 --slots 2'),
      coin('vote --dry-run -n 2 --seed 100 --profile rtx-4090 --preset card --json'),
      line(
        'vote --dry-run -n 2 --seed 100 -o temperature=0 --allow-identical --allow-remote --idle-timeout 5s --first-part-timeout 1m --loop-guard --max-attempts 3 --think high',
        { args: ['--system', 'Be brief.', 'What is 47 + 86?'] },
      ),
    ],
  },
  {
    name: 'vote-kinds',
    files: {
      'here/options.txt': '51\n57\n59\n63\n',
      'here/choice.txt': 'Which of these numbers is prime?\n',
      'here/schema.json':
        '{ "type": "object", "properties": { "sum": { "type": "number" } }, "required": ["sum"] }\n',
    },
    lines: [
      line('vote -n 3 --seed 1 --rule all --answer choice --options options.txt -f choice.txt --run-dir run'),
      line('vote -n 2 --seed 1 --rule all --answer text --quiet', { ...printed, args: ['What is 47 + 86?'] }),
      line('vote -n 2 --seed 1 --rule all --schema schema.json', { ...printed, args: ['What is 47 + 86?'] }),
      line('vote -n 2 --seed 1 --rule all --schema schema.json --vote-by whole --coherent', {
        args: ['What is 47 + 86?'],
      }),
      line('vote -n 2 --seed 1 --salvage', { args: ['What is 47 + 86?'] }),
      line('vote -n 3 --seed 1 --rule all --language de --quiet', {
        ...printed,
        args: ['Ein Buch kostet 12,50 Euro. Wie viel Euro kosten vier solche Bücher?'],
      }),
      line('vote -n 3 --seed 1 --rule all --quiet -', { ...printed, stdin: 'What is 17 × 23?\n' }),
    ],
  },
  {
    name: 'vote-refused',
    files: { 'here/magi.json': '{\n  "rule": "sometimes"\n}\n' },
    lines: [
      coin('vote -n 2'),
      coin('vote -n 2', { edits: { 'here/magi.json': () => '{\n  "slots": 0,\n  "preset": 3\n}\n' } }),
      coin('vote -n 2', { edits: { 'here/magi.json': () => '{\n  "slotz": 2\n}\n' } }),
      coin('vote -n 2', { edits: { 'here/magi.json': () => undefined }, env: { MAGI_SLOTS: 'two' } }),
      line('vote -n 2'),
      line('vote -n 2 -f none.txt'),
      line('vote -n 2 -', { stdin: '' }),
      coin('vote -n 0'),
      coin('vote -n 2 --rule never'),
      coin('vote -n 2 --rule predictive:2'),
      coin('vote -n 2 --tie toss'),
      coin('vote -n 2 --quorum 2'),
      coin('vote -n 2 --schedule later'),
      coin('vote -n 2 --timeout 3'),
      coin('vote -n 2 -o temperature=0'),
      coin('vote -n 2 -o temprature=0.5'),
      coin('vote -n 2 -o temperature'),
      coin('vote -n 2 --preset greedy'),
      coin('vote -n 2 --preset balance'),
      coin('vote -n 2 --profile none'),
      coin('vote -n 2 --answer colour'),
      coin('vote -n 2 --seed 3 --rule all --answer choice', printed),
      coin('vote -n 2 --schema none.json'),
      coin('vote -n 2 --seed -1'),
      coin('vote -n 2 --model qwq'),
      coin('vote -n 2 --image none.png'),
      coin('vote -n 2', { env: { OLLAMA_HOST: '127.0.0.1:1' } }),
      coin('vote -n 2 --host ftp://127.0.0.1'),
    ],
  },
]
