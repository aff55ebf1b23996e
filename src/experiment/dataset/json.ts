import { parseExactJson } from '../../ground/exact-json.ts'
import { isFields } from '../../ground/fields.ts'
import { jsonPath, jsonPositions } from '../../ground/json-position.ts'
import { isConversation } from './conversation.ts'
import type { DatasetFault } from './faults.ts'
import { isProblem } from './field-names.ts'
import type { FieldNames } from './format.ts'
import type { DatasetRecord } from './record.ts'

/** Names that files give to the list of their records, where they put it into an object. */
const listNames: readonly string[] = [
  ...[
    'problems',
    'rows',
    'data',
    'questions',
    'items',
    'examples',
    'records',
    'instances',
    'tasks',
    'samples',
  ],
  ...['train', 'validation', 'dev', 'test'],
]

/**
 * Reads one JSON value: a list of objects; an object that holds one such list (`{"problems": […]}`, `{"rows": [{"row": {…}}]}` as a dataset viewer
 * exports it); or an object that is a problem by itself, whatever lists it holds.
 *
 * @param named - What the user said of the fields: they tell a problem from what holds problems.
 */
export function* readJson(
  text: string,
  named: FieldNames,
): Generator<DatasetRecord | DatasetFault, void, undefined> {
  let value: unknown
  try {
    value = parseExactJson(text)
  } catch {
    const place = jsonPositions(text).error
    yield { line: place?.line ?? 1, text: `this is not JSON (column ${place?.column ?? 1})` }
    return
  }
  const list = findList(value, named)
  if (list === undefined) {
    if (isFields(value)) yield { at: { line: 1 }, fields: value }
    else yield { line: 1, text: 'a list of objects is expected, or an object with one such list' }
    return
  }
  let lines: ReadonlyMap<string, number> | undefined
  const placeOf = (index: number) => ({
    get line() {
      lines ??= jsonPositions(text).lines
      return lines.get(jsonPath([...list.path, index])) ?? 1
    },
  })
  for (const [index, item] of list.items.entries()) {
    const row = isFields(item) && !isProblem(item, named) ? item['row'] : undefined
    const fields = isFields(row) ? row : item
    if (isFields(fields)) yield { at: placeOf(index), fields }
    else yield { line: placeOf(index).line, text: 'this is not an object with fields' }
  }
}

/**
 * The list of records in a JSON value, and the path to it; `undefined` where the value is a record.
 *
 * An object that is a problem holds steps, hints or messages and no problems. Of several lists one that has a usual name is taken.
 */
export function findList(
  value: unknown,
  named: FieldNames,
): { items: readonly unknown[]; path: readonly string[] } | undefined {
  if (Array.isArray(value)) return { items: value, path: [] }
  if (!isFields(value) || isProblem(value, named)) return undefined
  const lists = Object.entries(value).filter(
    ([, held]) => Array.isArray(held) && held.some(isFields) && !isConversation(held),
  )
  const usual = lists.filter(([name]) => listNames.includes(name.toLowerCase()))
  const [only] = lists.length === 1 ? lists : usual.length === 1 ? usual : []
  return only === undefined ? undefined : { items: only[1] as unknown[], path: [only[0]] }
}
