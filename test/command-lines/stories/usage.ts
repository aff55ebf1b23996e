import { coin, line, type Story } from '../story.ts'

/** The help, and command lines that cannot be read. */
export const usageStories: readonly Story[] = [
  {
    name: 'help',
    lines: [
      line(''),
      line('help'),
      line('vote --help'),
      line('help runs show'),
      line('runs --help', { outIsTerminal: true, columns: 60 }),
      line('--version'),
      line('-V'),
    ],
  },
  {
    name: 'usage',
    lines: [
      line('vite'),
      line('vite --help'),
      line('help vite'),
      line('runs lst'),
      line('presets balanced'),
      coin('vote --presett card'),
      coin('vote --what'),
      line('runs show --what'),
      line('runs show'),
      line('vote --preset'),
      line('presets show'),
      line('--what'),
      coin('ask --on-trip never'),
      coin('ask --max-tokens many'),
      coin('ask --max-attempts x'),
      coin('ask --answer colour'),
      coin('ask -f prompt.txt'),
      line('ask'),
    ],
  },
  {
    name: 'several-hosts',
    lines: [
      ...['ask x', 'vote -n 2 x', 'bench choice -n 2', 'serve', 'doctor', 'tune'].flatMap((command) => [
        line(`${command} --host gpu1,slots=2 --host gpu1,slots=4 --mixed-versions --host-timeout 1m`),
        line(`${command} --host gpu1,slots=0 --header-file none --ca none`),
      ]),
      line('vote -n 2 x --host gpu1,slots=2 --ca none'),
      line('vote -n 2 x --host gpu1,slots=2 --header-file none'),
    ],
  },
]
