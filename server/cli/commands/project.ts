import { db } from '@/lib/db'
import { print, printJson, printTable } from '../output'

export async function list({ json }: { json?: boolean }): Promise<void> {
  const projects = await db().project.findMany({
    where: { deletedAt: null },
    select: { id: true, name: true, createdAt: true, _count: { select: { flows: true, connectors: true } } },
    orderBy: { createdAt: 'asc' },
  })
  const rows = projects.map(({ _count, ...project }) => ({ ...project, ..._count }))
  if (json) return printJson({ projects: rows })
  if (rows.length === 0) return print('There is no project yet.')
  printTable(
    ['Id', 'Name', 'Flows', 'Connectors'],
    rows.map((row) => [row.id, row.name, String(row.flows), String(row.connectors)]),
  )
}
