import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { FieldChoice } from './columns'

export interface ColumnTableProps {
  header: readonly string[]
  samples: readonly (readonly string[])[]
  columns: readonly (string | null)[]
  choices: readonly FieldChoice[]
  disabled: boolean
  onChange: (columns: (string | null)[]) => void
}

const NONE = ' '

/** The columns of a file, each with what is in it and the field that it becomes. */
export function ColumnTable({ header, samples, columns, choices, disabled, onChange }: ColumnTableProps) {
  // A field is filled from one column: choosing it for another takes it away from the first.
  const choose = (at: number, field: string | null) =>
    onChange(columns.map((each, index) => (index === at ? field : each === field ? null : each)))
  return (
    <Table label="Columns">
      <TableHeader>
        <TableRow>
          <TableHead>Column</TableHead>
          <TableHead className="max-sm:hidden">First values</TableHead>
          <TableHead className="w-52">Becomes</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {header.map((title, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity, and stay in place
          <TableRow key={at}>
            <TableCell className="max-w-40">
              <span className="block truncate font-medium">{title || `Column ${at + 1}`}</span>
            </TableCell>
            <TableCell className="max-w-60 max-sm:hidden">
              <span className="block truncate text-muted">
                {samples
                  .map((row) => row[at] ?? '')
                  .filter((value) => value !== '')
                  .join(' · ') || '–'}
              </span>
            </TableCell>
            <TableCell>
              <Select
                value={columns[at] ?? NONE}
                disabled={disabled}
                onValueChange={(next) => choose(at, next === NONE ? null : next)}
              >
                <SelectTrigger aria-label={`Field of ${title || `column ${at + 1}`}`} className="w-48">
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  <SelectItem value={NONE}>Left out</SelectItem>
                  {choices.map(({ value, label }) => (
                    <SelectItem key={value} value={value}>
                      {label}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
