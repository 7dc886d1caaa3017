import { db } from '@/lib/db'
import { CommandError } from './errors'

export interface ChosenProject {
  id: string
  name: string
}

/**
 * The project of `--project` (id or name), or the only one there is.
 * @throws CommandError that lists the projects when the choice is not clear
 */
export async function chooseProject(given: string | undefined): Promise<ChosenProject> {
  const project = await findProject(given)
  if (project) return project
  throw new CommandError('There is no project yet. Start Patchbay once with npm start, or make one in the console.')
}

/** Like `chooseProject`; null when there is no project at all and none was asked for. */
export async function findProject(given: string | undefined): Promise<ChosenProject | null> {
  const projects = await db().project.findMany({
    where: { deletedAt: null },
    select: { id: true, name: true },
    orderBy: { createdAt: 'asc' },
  })
  const list = () => projects.map(({ id, name }) => `  ${id}   ${name}`).join('\n')
  if (given !== undefined) {
    const found = projects.find((project) => project.id === given)
    const named = projects.filter((project) => project.name === given)
    if (found ?? (named.length === 1 ? named[0] : undefined)) return found ?? named[0] ?? null
    if (named.length > 1) throw new CommandError(`Several projects are named "${given}". Give the id:\n${list()}`)
    throw new CommandError(
      projects.length > 0 ? `There is no project "${given}". There are:\n${list()}` : `There is no project "${given}".`,
    )
  }
  if (projects.length > 1) throw new CommandError(`Say which project with --project <id or name>:\n${list()}`)
  return projects[0] ?? null
}
