import { db } from '@/lib/db'
import { newProjectId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { createSharedRead } from '@/lib/shared-read'
import { type ProjectSettings, projectSettingsSchema } from './schema'

/** Makes a project; who makes it becomes its admin. */
export async function createProject(name: string, creatorId?: string): Promise<{ id: string }> {
  const id = newProjectId()
  await db().project.create({
    data: { id, name, ...(creatorId ? { members: { create: { operatorId: creatorId, role: 'admin' } } } : {}) },
  })
  return { id }
}

/** Renames a project and sets its step limit. */
export async function updateProject(projectId: string, name: string, settings: { stepLimit: number }): Promise<void> {
  await db().project.update({ where: { id: projectId }, data: { name } })
  await updateProjectSettings(projectId, settings)
}

/** Changes some of a project's settings; those that are left out stay. */
export async function updateProjectSettings(projectId: string, settings: Partial<ProjectSettings>): Promise<void> {
  // Merged in one statement: other settings are saved by other forms.
  await db()
    .$executeRaw`UPDATE "Project" SET "settings" = "settings" || ${JSON.stringify(settings)}::jsonb WHERE "id" = ${projectId}`
}

const REMEMBER_MS = 5_000
const MOST_REMEMBERED = 1_000
const origins = new Map<string, { allowed: string[]; until: number }>()

/** The origins whose pages may call a project's API; a change is known everywhere within seconds. None for no project. */
export async function getAllowedOrigins(projectId: string): Promise<string[]> {
  const now = Date.now()
  const remembered = origins.get(projectId)
  if (remembered && remembered.until > now) return remembered.allowed
  const project = await db().project.findUnique({
    where: { id: projectId, deletedAt: null },
    select: { settings: true },
  })
  const allowed = project ? projectSettingsSchema.parse(project.settings).allowedOrigins : []
  if (origins.size >= MOST_REMEMBERED) origins.clear()
  origins.set(projectId, { allowed, until: now + REMEMBER_MS })
  return allowed
}

/** Whether any project allows an origin: what can be said of a preflight, which names no project. */
export async function isOriginOfAnyProject(origin: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Project" WHERE "deletedAt" IS NULL AND "settings"->'allowedOrigins' ? ${origin}) AS "known"`
  return row?.known ?? false
}

/** What the form of a project's general settings shows. */
export async function getGeneralSettings(projectId: string): Promise<{ name: string; stepLimit: number }> {
  const project = await db().project.findUnique({
    where: { id: projectId, deletedAt: null },
    select: { name: true, settings: true },
  })
  if (!project) throw new DomainError('notFound', 'There is no such project.')
  return { name: project.name, stepLimit: projectSettingsSchema.parse(project.settings).stepLimit }
}

// Every sign-in makes this read more than once; those that come together share one.
const readSettings = createSharedRead(
  (projectId: string) => projectId,
  async (ids: string[]) => {
    const select = { id: true, settings: true } as const
    const projects = await db().project.findMany({ where: { id: { in: ids }, deletedAt: null }, select })
    return new Map(projects.map((project) => [project.id, project]))
  },
)

/** A project's settings, with the defaults filled in. */
export async function getProjectSettings(projectId: string): Promise<ProjectSettings> {
  const project = await readSettings(projectId)
  if (!project) throw new DomainError('notFound', 'There is no such project.')
  return projectSettingsSchema.parse(project.settings)
}
