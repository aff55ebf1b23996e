/**
 * Which place may import which, from the ground up: a place names only places that stand above it in this list, so that imports
 * point one way. A place is a folder below `src/`, or a file that lies in `src/` itself.
 */
export const importTable: Readonly<Record<string, readonly string[]>> = {
  // The ground: words, time, text. No file of these knows what a model is.
  'clock.ts': [],
  'errors.ts': [],
  'json-position.ts': [],
  'limits.ts': [],
  'nearest-name.ts': [],
  'package-root.ts': [],
  'duration.ts': ['errors.ts'],
  'json-file.ts': ['errors.ts', 'json-position.ts', 'nearest-name.ts'],
  'named-config.ts': ['errors.ts', 'json-file.ts', 'nearest-name.ts', 'package-root.ts'],

  // Pure: what a text and a part mean.
  stream: [],
  answer: ['errors.ts'],
  guard: ['errors.ts', 'stream'],

  // What people configure, one concept a file. Its schema stands beside it, and is loaded only where a person's own file is read.
  'setting-form.ts': ['duration.ts'],
  'form-schema.ts': ['setting-form.ts'],
  'runtime-options.ts': ['errors.ts', 'nearest-name.ts'],
  'preset-schema.ts': ['form-schema.ts', 'runtime-options.ts', 'setting-form.ts'],
  'preset.ts': ['named-config.ts', 'preset-schema.ts'],
  'profile-limits.ts': ['duration.ts', 'guard'],
  'profile-schema.ts': [
    'form-schema.ts',
    'guard',
    'preset-schema.ts',
    'profile-limits.ts',
    'runtime-options.ts',
    'setting-form.ts',
  ],
  'profile.ts': ['named-config.ts', 'profile-limits.ts', 'profile-schema.ts'],
  'model-card-schema.ts': ['preset-schema.ts'],
  'model-card.ts': ['named-config.ts', 'model-card-schema.ts'],
  'problem.ts': ['answer'],
  'settings.ts': ['answer', 'duration.ts', 'preset-schema.ts', 'profile-schema.ts', 'setting-form.ts'],
  'config-schema.ts': ['form-schema.ts', 'runtime-options.ts', 'setting-form.ts', 'settings.ts'],
  'config.ts': [
    ...['errors.ts', 'nearest-name.ts', 'json-file.ts', 'config-schema.ts', 'preset-schema.ts'],
    'profile-schema.ts',
    ...['runtime-options.ts', 'setting-form.ts', 'settings.ts'],
  ],

  // One sample.
  runtime: ['clock.ts', 'errors.ts', 'stream', 'preset.ts', 'profile.ts', 'model-card.ts'],
  'resolve-model.ts': ['errors.ts', 'nearest-name.ts', 'model-card.ts', 'model-card-schema.ts', 'runtime'],
  sample: [
    ...[
      'clock.ts',
      'errors.ts',
      'limits.ts',
      'stream',
      'answer',
      'guard',
      'model-card.ts',
      'model-card-schema.ts',
    ],
    ...['runtime', 'resolve-model.ts'],
  ],

  // Many samples.
  vote: ['clock.ts', 'errors.ts', 'nearest-name.ts', 'answer', 'sample'],
  journal: ['errors.ts', 'answer', 'guard', 'problem.ts', 'sample'],
  experiment: [
    ...['clock.ts', 'errors.ts', 'json-position.ts', 'nearest-name.ts', 'package-root.ts', 'duration.ts'],
    ...['json-file.ts', 'answer', 'problem.ts', 'sample', 'vote', 'journal'],
  ],
  report: [
    'stream',
    'answer',
    'model-card-schema.ts',
    'problem.ts',
    'sample',
    'vote',
    'journal',
    'experiment',
  ],

  // A runtime and a model on it, opened for users of the library.
  'open-runtime.ts': [
    ...['clock.ts', 'errors.ts', 'stream', 'answer', 'preset.ts', 'preset-schema.ts', 'profile.ts'],
    ...['profile-schema.ts', 'model-card.ts', 'runtime', 'sample', 'vote'],
  ],

  // A runtime of its own: it knows the wire from the other side, and nothing of the driver.
  demo: ['clock.ts', 'package-root.ts', 'runtime-options.ts', 'problem.ts'],

  'index.ts': [
    ...['clock.ts', 'errors.ts', 'nearest-name.ts', 'duration.ts', 'stream', 'answer', 'guard'],
    ...['runtime-options.ts', 'preset.ts', 'profile.ts', 'model-card.ts', 'problem.ts', 'settings.ts'],
    ...['preset-schema.ts', 'profile-schema.ts', 'model-card-schema.ts', 'config-schema.ts'],
    ...[
      'config.ts',
      'runtime',
      'resolve-model.ts',
      'sample',
      'vote',
      'journal',
      'experiment',
      'report',
      'open-runtime.ts',
      'demo',
    ],
  ],

  // The library. What a vote and an ask need before their first request is imported from where it lies, because loading all of the library takes longer
  // than all else before it (docs/decisions/0005-start-up.md); `index.ts` exports the same.
  cli: [
    ...[
      'clock.ts',
      'errors.ts',
      'nearest-name.ts',
      'package-root.ts',
      'config.ts',
      'settings.ts',
      'preset.ts',
      'profile.ts',
      'model-card.ts',
    ],
    ...[
      'runtime-options.ts',
      'stream',
      'answer',
      'guard',
      'runtime',
      'sample',
      'vote',
      'journal',
      'report',
      'index.ts',
    ],
  ],
}

/** Imports of types alone, which cost nothing and carry nothing, where the table would not have them. */
export const typeImports: Readonly<Record<string, readonly string[]>> = {
  cli: ['config.ts', 'settings.ts'],
}

/** Files of pure places that are not pure: the loop that draws, with the clock it is given. */
export const impure = ['vote/run-vote.ts']

/** No clock, no timer, no input or output, no process: everything comes in as an argument. */
export const purePlaces = ['stream/', 'guard/', 'answer/', 'vote/', 'experiment/estimate/', 'report/']

/** One door for each dependency: the files or folders that may import it. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  '@observablehq/plot': ['report/html/plot.ts'],
  commander: ['cli/'],
  'csv-parse': ['experiment/dataset/csv.ts'],
  linkedom: ['report/html/plot.ts'],
  'log-update': ['cli/'],
  ollama: ['runtime/ollama.ts'],
  ora: ['cli/'],
  'p-limit': ['sample/pool.ts'],
  // Each holds the schema of one thing that is read or written; so does every `schema.ts` and `…-schema.ts`.
  zod: [
    ...['experiment/grade-dispute.ts', 'journal/manifest.ts', 'journal/run-folder.ts'],
    ...['problem.ts', 'runtime-options.ts', 'sample/sample.ts'],
  ],
}

/** Files that hold a schema by their name. */
export const schemaFile = /(?:^|[-/])schema\.ts$/

/** Files that take a schema as an argument: they import the types of `zod`, and nothing that runs. */
export const schemaReaders = ['json-file.ts', 'named-config.ts', 'experiment/trace/read-trace.ts']

/** Modules that reach a network, and who may: the two ends of the wire. Nobody starts processes. */
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
export const networkPlaces = ['runtime/', 'demo/']

/** What reaches beyond arguments, and the files that may name it. */
export const globals: Readonly<
  Record<string, { readonly pattern: RegExp; readonly allowed: readonly string[] }>
> = {
  console: { pattern: /\bconsole\b/, allowed: [] },
  'the process, its environment and its streams': {
    pattern: /\bprocess\b(?!\s*[:?])/,
    // The journal names its process in locks and temporary names.
    allowed: ['cli/main.ts', 'cli/process.ts', 'journal/lock.ts', 'journal/run-folder.ts'],
  },
  timers: { pattern: /\b(?:setTimeout|setInterval)\b/, allowed: ['clock.ts'] },
  'the time': {
    pattern: /\bDate\.now\b|\bperformance\b|\bnew Date\(\)/,
    allowed: ['clock.ts', 'demo/'],
  },
  'chance without a seed': { pattern: /\bMath\.random\b/, allowed: ['cli/', 'demo/'] },
  "Node's fetch": { pattern: /(?<![.\w])fetch\(/, allowed: [] },
}

/** Tables of words, a row a language: data without a line of logic, as long as there are languages. */
export const wordTables = ['answer/extract/language-words.ts']
