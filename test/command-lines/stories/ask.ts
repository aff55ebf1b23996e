import { coin, line, type Story } from '../story.ts'

const question = 'What is 47 + 86?'

/** `magi ask`: one sample. Seed 0 finishes, 1 goes in circles, 2 breaks. */
export const askStories: readonly Story[] = [
  {
    name: 'ask',
    files: { 'here/prompt.txt': `${question}\n` },
    lines: [
      coin('ask --seed 0'),
      coin('ask --seed 0 --hide-thinking --answer number'),
      coin('ask --seed 0 --json'),
      coin('ask --seed 0 --quiet'),
      coin('ask --seed 0 --verbose --hide-thinking'),
      coin('ask --seed 3 --no-think'),
      line('ask --seed 3 --hide-thinking -f prompt.txt'),
      line('ask --seed 3 --hide-thinking -', { stdin: question }),
      line('ask --seed 3 --hide-thinking --think', { args: [question] }),
    ],
  },
  {
    name: 'ask-terminal',
    lines: [
      coin('ask --seed 0', { env: { FORCE_COLOR: '1' } }),
      coin('ask --seed 0', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }),
      coin('ask --seed 0 --no-color', {
        outIsTerminal: true,
        errIsTerminal: true,
        columns: 60,
        env: { CI: '1' },
      }),
      coin('ask --seed 0', { outIsTerminal: true, errIsTerminal: true, columns: 60, env: { CI: '1' } }),
      coin('ask --seed 1 --on-trip drop', { env: { FORCE_COLOR: '1' } }),
    ],
  },
  {
    name: 'ask-trips',
    lines: [
      coin('ask --seed 1 --on-trip drop'),
      coin('ask --seed 1 --hide-thinking'),
      coin('ask --seed 1 --hide-thinking --on-trip force --answer number --json'),
      coin('ask --seed 1 --hide-thinking --on-trip retry'),
      coin('ask --seed 1 --hide-thinking --on-trip retry --max-attempts 1'),
      coin('ask --seed 1 --no-stdin --no-loop-guard --max-thinking-tokens 120 --on-trip drop'),
      coin('ask --seed 1 --no-loop-guard --max-thinking-tokens 120 --on-trip force --answer number'),
      coin('ask --seed 0 --hide-thinking --max-tokens 20'),
      coin('ask --seed 0 --max-tokens 125 --max-thinking-tokens 110 --hide-thinking'),
      coin('ask --seed 0 --max-tokens 125 --max-thinking-tokens 110 --answer number --json'),
    ],
  },
  {
    name: 'ask-times',
    lines: [
      coin('ask --seed 0 --idle-timeout 30s --on-trip drop', { meanwhile: { atMs: 200, event: 30_000 } }),
      coin('ask --seed 0 --idle-timeout 30s --answer number', { meanwhile: { atMs: 200, event: 30_000 } }),
      coin('ask --seed 0 --timeout 300ms --on-trip drop'),
      coin('ask --seed 0 --first-part-timeout 1m --on-trip drop', { meanwhile: { atMs: 0, event: 60_000 } }),
      coin('ask --seed 0', { meanwhile: { atMs: 200, event: 'SIGINT' } }),
      coin('ask --seed 0 --json', { meanwhile: { atMs: 200, event: 'SIGTERM' } }),
    ],
  },
  {
    name: 'ask-failures',
    lines: [
      coin('ask --seed 2'),
      coin('ask --seed 2 --json --max-attempts 1'),
      line('ask --seed 0 --answer number', { args: ['Who are you?'] }),
      line('ask --seed 0 --hide-thinking', { args: ['Who are you?'] }),
      coin('ask --seed 0 --model qwq'),
      coin('ask --seed 0 --model magistral:24b --json'),
      coin('ask --seed 0', { env: { OLLAMA_HOST: '127.0.0.1:1' } }),
      coin('ask --seed 0 --host http://127.0.0.1:1 --verbose'),
    ],
  },
  {
    name: 'ask-dry-run',
    files: {
      'here/magi.json': '{\n  "preset": "steady",\n  "options": { "top_k": 20 }\n}\n',
      'config/magi/config.json': '{ "slots": 2, "idleTimeout": "45s", "preset": "flash" }\n',
      'config/magi/presets/mine.json':
        '{ "title": "Mine", "why": "An example.", "temperature": 0.4, "top_p": 0.9 }\n',
      'here/dot.jpg': Buffer.from('ffd8ffe0', 'hex'),
      'here/dot.png': 'no picture',
      'here/schema.json':
        '{ "type": "object", "properties": { "sum": { "type": "number" } }, "required": ["sum"] }\n',
    },
    lines: [
      line('ask --dry-run --seed 7', { args: [question] }),
      line('ask --dry-run --seed 7 --preset card -o temperature=0.1 -o stop=END --max-tokens 500', {
        args: ['--system', 'Be brief.', question],
      }),
      line('ask --dry-run --seed 7 --preset mine --profile cpu', { args: [question] }),
      line('ask --dry-run --seed 7 --schema schema.json', { args: [question] }),
      line('ask --dry-run --seed 7', {
        args: [question],
        env: { MAGI_PRESET: 'greedy', MAGI_IDLE_TIMEOUT: '5s', MAGI_MAX_TOKENS: '99' },
      }),
      line('ask --dry-run --seed 7 --allow-remote --loop-guard --answer number --language de', {
        args: [question],
        env: { MAGI_LOOP_GUARD: 'false' },
      }),
      line('ask --dry-run --seed 7 --answer choice --options red,green,blue --no-think', {
        args: ['Which colour has grass?'],
      }),
      line('ask --dry-run --seed 7 --image dot.jpg', { args: [question] }),
      line('ask --dry-run --seed 7 --image dot.png', { args: [question] }),
    ],
  },
]
