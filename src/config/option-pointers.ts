/** How to say, as a flag or elsewhere, what people write as an option of the runtime and is none. */
const elsewhere: Readonly<Record<string, string>> = {
  think: '--think, --think LEVEL or --no-think',
  format: '--schema FILE',
  keep_alive: 'MAGI_KEEP_ALIVE=30m, or "keep_alive" of the profile',
  system: '--system TEXT',
  images: '--image FILE',
  model: '--model NAME',
  n: '-n NUMBER',
  timeout: '--timeout DURATION',
  ...Object.fromEntries(
    ['max_tokens', 'max_new_tokens', 'max_completion_tokens', 'n_predict'].map((name) => [
      name,
      '--max-tokens NUMBER',
    ]),
  ),
  ...Object.fromEntries(
    ['num_parallel', 'parallel', 'slots'].map((name) => [
      name,
      '--slots NUMBER, with OLLAMA_NUM_PARALLEL of that number where the runtime is started',
    ]),
  ),
  ...Object.fromEntries(
    ['ctx_size', 'n_ctx', 'context_length', 'num_context'].map((name) => [name, '-o num_ctx=NUMBER']),
  ),
  image: '--image FILE',
}

/** What is to be written in place of a name that is no option; `undefined` where nothing is known. */
export function optionElsewhere(name: string): string | undefined {
  return Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined
}
