import { isSchema, type Schema } from './schema-keywords.ts'
import { SchemaNodes } from './schema-nodes.ts'

/**
 * Whether answers of a schema have fields to vote on: they are objects, or arrays of objects.
 *
 * @param schema - What the runtime is asked to write; anything that is no schema has none.
 */
export function hasFields(schema: unknown): boolean {
  return isSchema(schema) && fieldsIn(new SchemaNodes(schema), schema)
}

function fieldsIn(nodes: SchemaNodes, schema: Schema): boolean {
  const node = nodes.node(schema)
  if (node.type === 'branches') return node.branches.some((branch) => fieldsIn(nodes, branch))
  if (node.type !== 'array') return node.type === 'object'
  const items = nodes.node(node.items)
  return items.type === 'object' || items.type === 'branches'
}
