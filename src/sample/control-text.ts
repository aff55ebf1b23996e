/**
 * Text that a tokenizer takes for a control token wherever it stands in a prompt: turn marks, think tags, beginnings and ends of texts.
 *
 * Mistral's tokens as in the chat templates of Magistral Small 2506 to 2509; the `<|…|>` form of most other families; Gemma's turns.
 */
const controlText =
  /<\|[^|<>\n]{1,60}\|>|<\/?(?:s|bos|eos|unk|pad|think|start_of_turn|end_of_turn)>|\[\/?(?:INST|SYSTEM_PROMPT|THINK|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS|TOOL_CONTENT|ARGS|CALL_ID|IMG|IMG_BREAK|IMG_END|PREFIX|SUFFIX|MIDDLE|MODEL_SETTINGS)\]/g

/** Whether a text holds something that the model would take for a control token. */
export function containsControlText(text: string): boolean {
  return text.search(controlText) !== -1
}

/** The text with every control token taken apart by a space, so that it reads the same and commands nothing. */
export function withoutControlText(text: string): string {
  return text.replace(controlText, (token) => `${token.charAt(0)} ${token.slice(1)}`)
}
