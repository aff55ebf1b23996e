import { coin, line, type Story } from '../story.ts'

/** What is done before and beside drawing: `doctor`, the listings, `demo`, `completion`. */
export const setUpStories: readonly Story[] = [
  {
    name: 'serve',
    lines: [
      line('serve --listen 0.0.0.0:11435'),
      line('serve --listen nowhere:99999'),
      line('serve --show all'),
      line('serve --vote-by word --coherent'),
      line(
        'serve --model magistral --host 127.0.0.1:1 --profile cpu --allow-remote --listen 127.0.0.1:0 --allow-host gpu-box ' +
          '--allow-origin https://chat.example --listed vote8 --show none --no-consensus error --linger 60s --no-record ' +
          '--keep-runs 3 --max-queue 3 --drain 1s -n 4 --rule certain --min 2 --schedule eager --tie extend --extend 2 ' +
          '--quorum 0.5 --count-forced --slots 2 --preset majority -o num_ctx=4096 --answer number --max-tokens 100 ' +
          '--max-thinking-tokens 50 --timeout 1m --idle-timeout 1m --first-part-timeout 1m --on-trip drop ' +
          '--token-file missing.txt',
      ),
    ],
  },
  {
    name: 'tune',
    lines: [
      line('tune --max-slots 1 --tokens 8 --repeats 1 --sample-tokens 900 --save my-machine -o num_ctx=4096'),
      line(
        'tune --max-slots 2 --tokens 8 --repeats 1 --json --quiet --profile my-machine -m magistral --allow-remote',
      ),
      line('tune --host 127.0.0.1:1'),
      line('tune --repeats 0'),
    ],
  },
  {
    name: 'doctor',
    slots: 2,
    lines: [
      line('doctor'),
      line('doctor --slots 2'),
      line('doctor --slots 3 --json'),
      line('doctor -o num_ctx=80000', { env: { FORCE_COLOR: '1' } }),
      line('doctor --profile cpu --allow-remote --quiet'),
      line('doctor --model qwq'),
      line('doctor --host 127.0.0.1:1'),
      line('doctor --host 127.0.0.1:1 --json'),
    ],
  },
  {
    name: 'models',
    lines: [
      line('models list'),
      line('models list --json'),
      line('models'),
      line('models show magistral-small-2506'),
      line('models show generic --json'),
      line('models show magistral-small'),
    ],
  },
  {
    name: 'presets',
    files: {
      'config/magi/presets/mine.json':
        '{ "title": "Mine", "why": "An example.", "temperature": 0.4, "top_p": 0.9 }\n',
      'here/broken.json': '{ "title": "Broken", "temperature": "hot" }\n',
    },
    lines: [
      line('presets list'),
      line('presets list', { outIsTerminal: true, columns: 60 }),
      line('presets list --json'),
      line('presets show majority'),
      line('presets show mine --json'),
      line('presets show steadi'),
      line('presets show ./broken.json'),
      coin('vote --dry-run -n 1 --seed 1 --preset ./broken.json'),
    ],
  },
  {
    name: 'profiles',
    lines: [
      line('profiles list'),
      line('profiles list --json'),
      line('profiles show rtx-4090'),
      line('profiles show default --json'),
      line('profiles show rtx'),
    ],
  },
  {
    name: 'demo',
    lines: [
      // The runtime of the demo plays in real time: which sample is still under way at the end differs.
      line('demo --quiet', { compares: 'stdout' }),
      line('demo --serve', {
        meanwhile: { shown: 'use it: ', event: 'SIGINT' },
      }),
      line('demo --serve --json', { meanwhile: { shown: 'use it: ', event: 'SIGTERM' } }),
      line('demo --serve x'),
      line('demo --serve 70000'),
      line('demo --serve --run-dir here'),
    ],
  },
  {
    name: 'completion',
    lines: [
      line('completion bash'),
      line('completion zsh'),
      line('completion fish'),
      line('completion powershell'),
      line('completion tcsh'),
      line('completion'),
    ],
  },
]
