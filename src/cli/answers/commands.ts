import type { Command } from 'commander'
import { loading, type RunAction } from '../command.ts'
import { addOutputFlags, groups } from '../flags.ts'
import type { CompareFlags } from './compare.ts'
import type { AnswersFlags, GroupFlags } from './flags.ts'
import type { GuardFlags } from './guard.ts'

/** `magi answers`: the answer engine on texts, for people who look at their data and for scripts. */
export function addAnswers(program: Command, run: RunAction): void {
  const group = program
    .command('answers')
    .helpGroup(groups.text)
    .summary('find, compare and group answers: extract, compare, group')
    .description('What a text answers, whether two answers say the same, and which of many do.')
  for (const add of [addExtract, addCompare, addGroup]) add(group, run)
}

/** Adds the flags that describe the problem, and those of the output. */
function addAnswersFlags(command: Command): Command {
  return addOutputFlags(
    command
      .option(
        '--answer <kind>',
        'kind of the answer: auto, number, expression, choice, text, json … (default: auto)',
      )
      .option('--options <list>', 'the options of a choice: A,B,… or a file with one a line')
      .option('--language <tag>', 'language of the text, as en or de')
      .option('--jsonl', 'read one JSON object a line, and print one for each, in order')
      .option('--explain', 'say on stderr how it was decided'),
  )
}

/** `magi answers extract`: the final answer of a text. */
function addExtract(group: Command, run: RunAction): void {
  addAnswersFlags(group.command('extract').argument('[file]', 'the text; standard input if absent or -'))
    .summary('the final answer of a text')
    .description(
      'Print the final answer of a text; exit code 4 where it has none.\n' +
        'With --jsonl a line {"text","kind"?,"choices"?,"language"?} gives {"type":"found","value","kind","by"} or {"type":"none","reason"}.',
    )
    .action((file: string | undefined, flags: AnswersFlags) =>
      run(
        loading(async () => (await import('./extract.ts')).extract(file, flags)),
        flags,
      ),
    )
}

/** `magi answers compare`: whether two answers say the same. */
function addCompare(group: Command, run: RunAction): void {
  // An answer may begin with a minus, so words that look like flags are taken for answers.
  addAnswersFlags(group.command('compare').argument('[answers...]', 'the two answers').allowUnknownOption())
    .usage('[options] <a> <b>')
    .summary('whether two answers say the same')
    .description(
      'Print "same" or "different" and the layer that decided; exit code 0 or 3.\n' +
        'With --jsonl a line {"a","b","form"?:"answer"|"prose","kind"?,"choices"?,"language"?} gives {"same","by"}.',
    )
    .option('--prose', 'find the answer of each side first: they are running text')
    .action((answers: string[], flags: CompareFlags) =>
      run(
        loading(async () => (await import('./compare.ts')).compare(answers, flags)),
        flags,
      ),
    )
}

/** `magi answers group`: which of many answers say the same. */
function addGroup(group: Command, run: RunAction): void {
  addAnswersFlags(
    group.command('group').argument('[file]', 'one answer a line; standard input if absent or -'),
  )
    .summary('which of many answers say the same')
    .description(
      'Group the answers to one problem, one a line; a blank line is a sample without an answer. Prints votes, answer and spellings.\n' +
        'With --jsonl a line {"answers":[string|null,…],"kind"?,"choices"?,"language"?} gives {"clusters":[{"answer","members"}],"abstained"}.',
    )
    .option('--schema <path>', 'the answers are JSON of this schema: vote field by field')
    .option('--coherent', 'answer with what one of them says: the one that agrees with most fields')
    .option('--salvage', 'let the good fields vote of an answer that does not fit the schema as a whole')
    .action((file: string | undefined, flags: GroupFlags) =>
      run(
        loading(async () => (await import('./group.ts')).groupFile(file, flags)),
        flags,
      ),
    )
}

/** `magi guard`: where the loop guard would have tripped on recorded text. */
export function addGuard(program: Command, run: RunAction): void {
  const command = program
    .command('guard')
    .argument('[file]', 'recorded text; standard input if absent or -')
    .helpGroup(groups.text)
  addOutputFlags(command)
    .summary('where the loop guard would have tripped on recorded text')
    .description(
      'Read a recorded text as the loop guard would have while it was written, and say where it would have tripped, by which signal, on what.\n' +
        'With --jsonl a line {"id"?,"text"} gives {"id","tripped","signal"?,"atChars"?,"detail"?}. The settings to keep go into the limits of a profile: docs/guards.md.',
    )
    .option('--jsonl', 'read one JSON object a line, and print one for each, in order')
    .option('--as <text>', 'thinking or answer: which defaults hold (default: thinking)')
    .option('--repeats <number>', 'period: fewest times that a unit must follow itself')
    .option('--sentence-chars <number>', 'period: length from which a repeated sentence is a loop')
    .option('--word-chars <number>', 'period: length from which another unit with a word in it is one')
    .option('--other-chars <number>', 'period: length from which a unit without a word is one')
    .option('--no-period', 'switch the exact period off')
    .option('--ngram <number>', 'nothing new: words compared at a time')
    .option('--words <number>', 'nothing new: how many of the last words are looked at')
    .option('--memory <number>', 'nothing new: how many words back a repeat counts')
    .option('--share <share>', 'nothing new: share of the words that must be repeats, as 0.7')
    .option('--no-nothing-new', 'switch the other signal off')
    .action((file: string | undefined, flags: GuardFlags) =>
      run(
        loading(async () => (await import('./guard.ts')).guard(file, flags)),
        flags,
      ),
    )
}
