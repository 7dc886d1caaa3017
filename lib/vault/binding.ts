/** Where a sealed value belongs. It opens only there: copied to another row, field or project it is refused. */
export interface Binding {
  projectId: string
  table: string
  rowId: string
  field: string
  version: number
}

/** The additional authenticated data of a sealed value. JSON of an array of fixed length: no two places encode alike. */
export function bindingData(binding: Binding, keyId: string): Buffer {
  const { projectId, table, rowId, field, version } = binding
  return Buffer.from(JSON.stringify(['patchbay/sealed@1', keyId, projectId, table, rowId, field, version]))
}
