import type { Command } from 'commander'

/** Names of commands in other programs, and where the same is found here. */
const elsewhere: Readonly<Record<string, string>> = {
  list: 'magi runs list: what was drawn; magi models: what is known of models; ollama list: what is installed',
  ls: 'magi runs list: what was drawn; magi models: what is known of models; ollama list: what is installed',
  logs: 'magi runs list: what was drawn; magi runs show last: the newest run',
  history: 'magi runs list: what was drawn; magi runs show last: the newest run',
  show: 'magi runs show RUN: a run; magi models show NAME: a model',
  rm: 'magi runs remove RUN: a run; ollama rm MODEL: a model',
  run: 'magi ask "…" --model NAME: one sample; magi vote "…" --model NAME: a vote',
  chat: 'magi ask "…": one sample; magi serve: an endpoint for a chat window',
  generate: 'magi ask "…": one sample',
  prompt: 'magi ask "…": one sample',
  eval: 'magi bench DATASET: an experiment over a set of problems',
  benchmark: 'magi bench DATASET: an experiment over a set of problems',
  ps: 'ollama ps: what is loaded; magi doctor: would a vote run here?',
  pull: 'ollama pull MODEL: Magi runs what the runtime has installed',
  resume: 'magi vote --resume RUN or magi bench --resume RUN; magi runs list: which there are',
  config: 'magi doctor: would a vote run here? COMMAND --dry-run: where each setting comes from',
}

/** Where that is found which another program does under this name; `undefined` for any other word. */
export function placeOf(word: string): string | undefined {
  return Object.hasOwn(elsewhere, word) ? elsewhere[word] : undefined
}

/** Short names of the commands in a group. */
const shortNames: Readonly<Record<string, string>> = { ls: 'list', rm: 'remove' }

/** The arguments as they are meant: flags that stand before the command behind it, a prompt alone as that of `ask`, `runs ls` as `runs list`. */
export function argumentsAsMeant(args: readonly string[], program: Command): readonly string[] {
  const { flags, rest } = leadingFlags(args, program)
  const [first = '', second = '', ...others] = rest
  if (/\s/.test(first.trim())) return ['ask', ...flags, ...rest]
  const command = program.commands.find((each) => each.name() === first)
  if (command === undefined) return args
  const long = shortNames[second]
  const meant =
    long !== undefined && command.commands.some((each) => each.name() === long)
      ? [first, long, ...others]
      : rest
  if (flags.length === 0) return meant
  const words = command.commands.length > 0 && meant.length > 1 ? 2 : 1
  return [...meant.slice(0, words), ...flags, ...meant.slice(words)]
}

/** The flags before the first word, with their values; none where one of them belongs to no command. */
function leadingFlags(
  args: readonly string[],
  program: Command,
): { flags: readonly string[]; rest: readonly string[] } {
  const options = program.commands
    .flatMap((each) => [each, ...each.commands])
    .flatMap((each) => [...each.options])
  let count = 0
  while (args[count]?.startsWith('-')) {
    const [name, value] = (args[count] ?? '').split('=', 2)
    const option = options.find(({ long, short }) => name === long || name === short)
    if (option === undefined) return { flags: [], rest: args }
    count += option.required && value === undefined ? 2 : 1
  }
  return { flags: args.slice(0, count), rest: args.slice(count) }
}
