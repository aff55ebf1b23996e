/**
 * Which place may import which, from the ground up: a place names only places that stand above it in this list, so that imports
 * point one way. A place is a folder below `src/`, or a file that lies in `src/` itself.
 */
export const importTable: Readonly<Record<string, readonly string[]>> = {
  // Words, time, lines, text: no file of it knows what a model is.
  ground: [],

  // Programs that nobody trusts, run behind walls. It knows nothing of answers or votes.
  sandbox: ['ground'],

  // Pure: what a text and a part mean.
  stream: [],
  answer: ['ground'],
  guard: ['ground', 'stream'],

  // What people configure, one concept a file. Its schema stands beside it, and is loaded only where a person's own file is read.
  config: ['ground', 'answer', 'guard'],

  // One sample.
  runtime: ['ground', 'stream'],
  sample: ['ground', 'stream', 'answer', 'guard', 'config', 'runtime'],

  // Which host draws it, where there are several: decisions that know no clock, and the pool that carries them out.
  hosts: ['ground', 'stream', 'config', 'runtime', 'sample'],

  // How fast a machine draws them.
  tune: ['ground', 'runtime', 'sample'],

  // Many samples.
  vote: ['ground', 'answer', 'config', 'sample'],
  journal: ['ground', 'answer', 'guard', 'config', 'sample', 'vote'],
  experiment: ['ground', 'answer', 'config', 'sample', 'vote', 'journal'],
  report: ['ground', 'stream', 'answer', 'config', 'sample', 'vote', 'journal', 'experiment'],

  // Begin, resume and draw a run: the one place that puts samples, votes and the journal together, for the library and the command line alike.
  run: [
    ...['ground', 'stream', 'answer', 'config', 'runtime', 'sample', 'hosts', 'tune', 'vote', 'journal'],
    ...['experiment', 'report'],
  ],

  // The page in a browser: requests in, HTML out. It knows no server: whoever serves it gives it requests and a desk of votes.
  page: ['ground', 'stream', 'answer', 'sample', 'vote', 'journal', 'experiment', 'report', 'run'],

  // An endpoint whose models vote: requests of others in, runs drawn for them.
  serve: [
    ...['ground', 'stream', 'answer', 'config', 'runtime', 'sample', 'hosts', 'vote', 'journal', 'report'],
    ...['run', 'page'],
  ],

  // A runtime of its own: it knows the wire from the other side, and nothing of the driver.
  demo: ['ground', 'answer', 'config'],

  // The library: what is public, by name; nothing else of `src` is a barrel.
  'answers.ts': ['answer', 'vote'],
  'estimate.ts': ['experiment', 'vote'],
  'report.ts': ['stream', 'vote', 'experiment', 'report'],
  'schemas.ts': ['answer', 'guard', 'config', 'sample', 'vote', 'journal', 'experiment', 'report'],
  'demo.ts': ['demo'],
  'index.ts': [
    ...[
      'ground',
      'stream',
      'answer',
      'guard',
      'config',
      'runtime',
      'sample',
      'vote',
      'journal',
      'experiment',
    ],
    'run',
  ],

  // Everything from where it lies: loading all of the library takes longer than all else that a command does before its first request
  // (docs/decisions/0005-start-up.md).
  cli: [
    ...[
      'ground',
      'stream',
      'answer',
      'guard',
      'config',
      'runtime',
      'sample',
      'vote',
      'journal',
      'experiment',
    ],
    ...['tune', 'report', 'run', 'serve', 'demo', 'sandbox'],
  ],
}

/** Files of pure places that are not pure: the loop that draws, with the clock it is given. */
export const impure = ['vote/draw-samples.ts', 'vote/run-vote.ts']

/** No clock, no timer, no input or output, no process: everything comes in as an argument. */
export const purePlaces = [
  ...['stream/', 'guard/', 'answer/', 'vote/', 'experiment/estimate/', 'report/'],
  'page/view/',
]

/** One door for each dependency: the files or folders that may import it. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  '@observablehq/plot': ['report/html/plot.ts'],
  commander: ['cli/'],
  'csv-parse': ['experiment/dataset/csv.ts'],
  'jsonc-parser': ['ground/json-position.ts'],
  linkedom: ['report/html/plot.ts'],
  'log-update': ['cli/'],
  'lossless-json': ['ground/exact-json.ts'],
  munkres: ['answer/fields/align-items.ts'],
  ollama: ['runtime/ollama.ts'],
  ora: ['cli/'],
  'p-limit': ['experiment/run-summary.ts', 'sandbox/interpreter-pool.ts'],
  'string-width': ['ground/text-width.ts'],
  // Each holds the schema of one thing that is read or written; so does every `schema.ts` and `…-schema.ts`.
  zod: [
    ...['experiment/grade-dispute.ts', 'experiment/run-summary.ts', 'journal/manifest.ts'],
    ...['config/problem.ts', 'config/runtime-options.ts', 'sample/sample.ts'],
  ],
}

/** Files that hold a schema by their name. */
export const schemaFile = /(?:^|[-/])schema\.ts$/

/** Files that take a schema as an argument: they import the types of `zod`, and nothing that runs. */
export const schemaReaders = [
  'ground/json-file.ts',
  'journal/run-json.ts',
  'config/named-config.ts',
  'experiment/trace/read-trace.ts',
  'serve/read-call.ts',
]

/** Modules that reach a network or start processes, and who may: the two ends of the wire, and the sandbox. */
export const networkModules = [
  'dgram',
  'dns',
  'http',
  'http2',
  'https',
  'net',
  'tls',
  'child_process',
  'cluster',
]
export const networkPlaces = [
  ...['runtime/', 'demo/', 'page/answer-http.ts', 'serve/'],
  'sandbox/child-process.ts',
]

/** What reaches beyond arguments, and the files that may name it. */
export const globals: Readonly<
  Record<string, { readonly pattern: RegExp; readonly allowed: readonly string[] }>
> = {
  console: { pattern: /\bconsole\b/, allowed: [] },
  'the process, its environment and its streams': {
    pattern: /\bprocess\b(?!\s*[:?])/,
    // The journal names its process in locks and temporary names.
    allowed: [
      ...['cli/main.ts', 'cli/terminal/process.ts', 'journal/lock.ts', 'journal/whole-file.ts'],
      'sandbox/this-node.ts',
    ],
  },
  'the streams that a terminal reads, past the door that cleans what is written': {
    pattern: /\bstd(?:out|err)\s*\.\s*write\b|\bcreateLogUpdate\b/,
    // The version, what commander says, cleaned there, and that stdout is gone, in the system's own words.
    allowed: [
      ...['cli/main.ts', 'cli/program.ts', 'cli/terminal/output-watch.ts', 'cli/terminal/terminal.ts'],
      'cli/terminal/live-text.ts',
    ],
  },
  timers: { pattern: /\b(?:setTimeout|setInterval)\b/, allowed: ['ground/clock.ts'] },
  'the time': {
    pattern: /\bDate\.now\b|\bperformance\b|\bnew Date\(\)/,
    allowed: ['ground/clock.ts', 'demo/'],
  },
  'chance without a seed': { pattern: /\bMath\.random\b/, allowed: ['cli/', 'demo/'] },
  "Node's fetch": { pattern: /(?<![.\w])fetch\(/, allowed: [] },
}

/** The entries of the package: the only files that export what lies elsewhere. */
export const entries = ['answers.ts', 'demo.ts', 'estimate.ts', 'index.ts', 'report.ts', 'schemas.ts']

/** Lists without a line of logic, as long as there is something to list: words by language. */
export const wordTables = ['answer/extract/language-words.ts']
