import { line, printed, type Story } from '../story.ts'

const plain = [
  '{"id":"sum","prompt":"What is 47 + 86?","answer":"133","kind":"number"}',
  '{"id":"product","prompt":"What is 17 × 23?","answer":["391","391.0"]}',
  '{"prompt":"Which of these numbers is prime?","choices":["51","57","59","63"],"answer":"C","kind":"choice"}',
  '',
].join('\n')

const broken = [
  '{"id":"sum","prompt":"What is 47 + 86?","answer":"133"}',
  '{"id":"sum","prompt":"","answer":"391"}',
  '{"id":"open","prompt":"What is 15 % of 240?"}',
  '{"id":"odd","prompt":"What?","answer":{}}',
  'no JSON',
  '',
].join('\n')

const table =
  'question,solution,nr\r\n"What is 47 + 86?",133,a\r\n"What is 17 × 23?",391,b\r\n"What is 15 % of 240?",36,c\r\n'

const gpqa = [
  'Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3',
  'rec1,Which of these is a metal?,iron,oxygen,carbon,helium',
  'rec2,Which of these is a gas?,helium,iron,carbon,salt',
  '',
].join('\n')

/** `magi bench` on the problem sets that ship with Magi, and on files. */
export const benchStories: readonly Story[] = [
  { name: 'bench', lines: [line('bench arithmetic-easy -n 3 --limit 2 --seed 7')] },
  {
    name: 'bench-output',
    lines: [
      line('bench arithmetic-easy -n 2 --limit 2 --seed 7 --json --run-dir run', printed),
      line('bench arithmetic-easy -n 2 --limit 2 --seed 7 --quiet --run-dir quiet', printed),
      line('bench arithmetic-easy -n 2 --limit 2 --seed 7 --verbose --run-dir verbose', printed),
    ],
  },
  {
    name: 'bench-rule',
    lines: [
      line('bench arithmetic-hard -n 6 --limit 3 --seed 7 --rule predictive --run-dir run'),
      line(
        'bench arithmetic-hard -n 4 --limit 3 --seed 8 --rule certain --min 3 --schedule eager --tie extend --extend 2 --quorum 0.6 --run-dir eager',
        printed,
      ),
      line('bench arithmetic-hard -n 2 --limit 3 --seed 8 --tie declare --run-dir tied', printed),
    ],
  },
  {
    name: 'bench-slots',
    slots: 3,
    lines: [line('bench choice -n 3 --limit 3 --seed 7 --slots 3 --run-dir run')],
  },
  {
    name: 'bench-trips',
    lines: [
      line('bench ambiguous -n 4 --limit 2 --seed 7 --max-tokens 1500 --run-dir run'),
      line('bench ambiguous -n 4 --limit 2 --seed 7 --on-trip force --count-forced --json --run-dir forced'),
    ],
  },
  {
    name: 'bench-budget-samples',
    lines: [line('bench arithmetic-easy --limit 4 --budget samples=7 --seed 7 --run-dir run')],
  },
  {
    name: 'bench-budget-mean',
    lines: [line('bench arithmetic-easy --limit 4 --budget mean=3 -n 5 --seed 7 --json --run-dir run')],
  },
  {
    name: 'bench-budget-time',
    lines: [
      line('bench arithmetic-easy --limit 4 --budget time=2s --seed 7 --run-dir run'),
      line('bench --resume $PWD/run'),
      line('bench arithmetic-easy --limit 4 --budget tokens=600 --budget mean=8 --seed 7', printed),
    ],
  },
  {
    name: 'bench-interrupted',
    lines: [
      line('bench arithmetic-easy -n 3 --limit 3 --seed 7 --run-dir run', {
        meanwhile: { atMs: 1_500, event: 'SIGINT' },
      }),
      line('runs show $PWD/run'),
      line('report $PWD/run'),
      line('bench --resume $PWD/run'),
    ],
  },
  {
    name: 'bench-budget-interrupted',
    slots: 2,
    lines: [
      line('bench arithmetic-easy --limit 3 --budget mean=3 --seed 7 --slots 2 --run-dir run', {
        meanwhile: { atMs: 900, event: 'SIGTERM' },
      }),
      line('bench --resume $PWD/run'),
    ],
  },
  {
    name: 'bench-killed',
    before: [line('bench arithmetic-easy -n 2 --limit 2 --seed 7 --run-dir run')],
    lines: [
      line('bench --resume $PWD/run --json', {
        edits: {
          'here/run/result.json': () => undefined,
          'here/run/problems.json': () => undefined,
          'here/run/journal.jsonl': (text) => `${text.split('\n').slice(0, 3).join('\n')}\n{"torn":`,
        },
      }),
      line('bench --resume $PWD/run -n 3'),
      line('bench choice --resume $PWD/run'),
    ],
  },
  {
    name: 'bench-files',
    files: {
      'here/plain.jsonl': plain,
      'here/table.csv': table,
      'here/template.txt': '{{prompt}}\n\nReply in one line. {{instruction}}\n',
    },
    lines: [
      line('bench plain.jsonl -n 2 --seed 7 --run-dir plain'),
      line(
        'bench table.csv -n 1 --seed 7 --field prompt=question --field answer=solution --field id=nr --shuffle 5 --limit 2 --template template.txt --run-dir table',
      ),
      line('bench plain.jsonl -n 1 --seed 7 --ids product,3 --run-dir ids --quiet'),
      line('bench plain.jsonl -n 1 --seed 7 --schema none.json --vote-by whole --coherent --salvage'),
      line('bench --resume $PWD/plain', {
        edits: { 'here/plain.jsonl': (text) => text.replace('133', '134') },
      }),
    ],
  },
  {
    name: 'bench-languages',
    lines: [line('bench multilingual -n 1 --limit 4 --seed 7 --quiet', printed)],
  },
  {
    name: 'bench-dry-run',
    files: { 'here/gpqa.csv': gpqa },
    lines: [
      line('bench arithmetic-easy -n 2 --limit 2 --seed 7 --dry-run'),
      line(
        'bench arithmetic-easy -n 2 --limit 1 --seed 7 --dry-run --preset steady --profile cpu --allow-remote --allow-identical -o temperature=0 --think low --answer number --language en --max-thinking-tokens 300 --timeout 5m --idle-timeout 20s --first-part-timeout 3m --loop-guard --on-trip retry --max-attempts 3',
        { args: ['--system', 'Be brief.'] },
      ),
      line('bench gpqa.csv -n 1 --limit 2 --seed 7 --dry-run --choice-seed 3 --no-think --no-loop-guard'),
      line('bench choice --budget mean=8 --limit 1 --seed 7 --dry-run --json'),
    ],
  },
  {
    name: 'bench-refused',
    files: { 'here/broken.jsonl': broken, 'here/table.csv': table, 'here/empty.jsonl': '' },
    lines: [
      line('bench'),
      line('bench none.jsonl -n 2'),
      line('bench arithmetic-eazy -n 2'),
      line('bench broken.jsonl -n 2'),
      line('bench table.csv -n 2 --seed 7'),
      line('bench empty.jsonl -n 2'),
      line('bench arithmetic-easy --ids easy-01,hard-01'),
      line('bench arithmetic-easy --budget mean'),
      line('bench arithmetic-easy --budget mean=2 --rule certain'),
      line('bench arithmetic-easy --field prompt'),
      line('bench arithmetic-easy --format xml'),
      line('bench arithmetic-easy --limit x'),
      line('bench arithmetic-easy -o temperature=0'),
      line('bench arithmetic-easy --model qwq'),
      line('bench arithmetic-easy', { env: { OLLAMA_HOST: '127.0.0.1:1' } }),
      line('bench arithmetic-easy --host 127.0.0.1:1 --no-color', { env: { FORCE_COLOR: '1' } }),
      line('bench --resume none'),
    ],
  },
]
