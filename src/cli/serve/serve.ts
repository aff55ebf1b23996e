import type { Command } from 'commander'
import { answerKinds } from '../../answer/answer.ts'
import { loading, type RunAction } from '../command.ts'
import { addOutputFlags, addRuntimeFlags, collect, groups } from '../flags.ts'
import { addElectorateFlags } from '../policy-flags.ts'
import type { ServeFlags } from './action.ts'

const examples = `
Examples:
  magi serve
  magi serve --listen 0.0.0.0:11435 --token-file ~/.magi-token --slots 4
  OLLAMA_HOST=127.0.0.1:11435 ollama run magistral:24b-vote8

Models: NAME as the runtime has it · NAME-voteN a vote of N samples · NAME-ask one guarded sample · NAME-PRESET,
NAME-PRESET-voteN the same with a preset. More: docs/serve.md`

/** `magi serve`: an endpoint whose models vote. */
export function addServe(program: Command, run: RunAction): void {
  const command = program
    .command('serve')
    .helpGroup(groups.draw)
    .summary('an endpoint whose models vote, for chat windows, editors and scripts')
    .description(
      'Serve the runtime’s models, each of them also as one that votes, in the shapes of Ollama and of OpenAI, until stopped. A page in the browser shows the votes.',
    )
  addRuntimeFlags(command)
    .optionsGroup('Endpoint:')
    .option('--listen <address>', 'address to listen at (default: 127.0.0.1:11435)')
    .option('--token-file <path>', 'file with the token that clients must send (or: MAGI_TOKEN)')
    .option('--allow-host <name>', 'name by which this machine may be reached; repeatable', collect)
    .option('--allow-origin <origin>', 'origin of web pages that may ask; repeatable', collect)
    .option('--listed <endings>', 'virtual models that are listed (default: ask,vote16)')
    .option('--show <what>', 'what is shown as thinking: progress (default), followed or none')
    .option('--no-consensus <what>', 'without a winner: answer with the leader (default), or error')
    .option('--linger <duration>', 'keep a vote for a client that left and asks again (default: not)')
    .option('--no-record', 'keep no run of what is asked')
    .option('--keep-runs <number>', 'runs of the endpoint that are kept (default: 200)')
    .option('--max-queue <number>', 'requests that may wait (default: 64)')
    .option('--drain <duration>', 'time to finish in once it is stopped (default: 30s)')
    .optionsGroup('Vote:')
    .option('-n, --n <number>', 'samples of a vote whose model names no number (default: 16)')
    .option('--rule <name>', 'when to stop, as for magi vote')
    .option('--min <number>', 'samples to draw before the rule may stop')
    .option('--schedule <name>', 'eager (default) or lookahead')
    .option('--tie <policy>', 'declare it (default), first, or extend')
    .option('--extend <number>', 'most further samples to break a tie with (default: n)')
  addElectorateFlags(command, 'the winner')
    .option('--slots <number>', 'samples drawn at once (the runtime’s OLLAMA_NUM_PARALLEL; default: 1)')
    .optionsGroup('Sampling:')
    .option('-p, --preset <name>', 'how votes sample: magi presets (default: majority)')
    .option('-o, --option <key=value>', 'any option of the runtime, as temperature=0.6; repeatable', collect)
    .option('--answer <kind>', `kind of the answer: auto, ${answerKinds.join(', ')}`)
    .optionsGroup('Limits:')
    .option('--max-tokens <number>', 'most tokens of a sample (num_predict)')
    .option('--max-thinking-tokens <number>', 'most thinking tokens of a sample')
    .option('--timeout <duration>', 'longest time of a sample from its first part on, as 90s or 2h')
    .option('--idle-timeout <duration>', 'longest silence once a sample has begun')
    .option('--first-part-timeout <duration>', 'longest wait for a sample to begin')
    .option('--on-trip <way>', 'what follows a limit or a loop: force, retry, or drop')
    .optionsGroup('')
    .addHelpText('after', examples)
  addOutputFlags(command).action((flags: ServeFlags) =>
    run(
      loading(async () => (await import('./action.ts')).serve(flags)),
      flags,
    ),
  )
}
