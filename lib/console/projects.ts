import { db } from '@/lib/db'
import { newProjectId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { deleteAllExecutions } from '@/lib/retention/service'
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

/** What the form of a project's general settings shows. */
export async function getGeneralSettings(projectId: string): Promise<{ name: string; stepLimit: number }> {
  const project = await db().project.findUnique({ where: { id: projectId }, select: { name: true, settings: true } })
  if (!project) throw new DomainError('notFound', 'There is no such project.')
  return { name: project.name, stepLimit: projectSettingsSchema.parse(project.settings).stepLimit }
}

/** A project's settings, with the defaults filled in. */
export async function getProjectSettings(projectId: string): Promise<ProjectSettings> {
  const project = await db().project.findUnique({ where: { id: projectId }, select: { settings: true } })
  if (!project) throw new DomainError('notFound', 'There is no such project.')
  return projectSettingsSchema.parse(project.settings)
}

/**
 * Deletes a project and all that belongs to it.
 * @param confirmation the project's name, as typed by the person
 */
export async function deleteProject(projectId: string, confirmation: string): Promise<void> {
  const project = await db().project.findUnique({ where: { id: projectId }, select: { name: true } })
  if (!project) throw new DomainError('notFound', 'There is no such project.')
  if (project.name !== confirmation.trim()) {
    const message = 'This is not the name of the project.'
    throw new DomainError('invalid', message, { confirmation: message })
  }
  // The rows without a relation to Project go first and by themselves, in batches: there may be very many.
  await deleteAllExecutions(projectId)
  await db().$transaction([
    db().execution.deleteMany({ where: { projectId } }),
    db().flowSnapshot.deleteMany({ where: { projectId } }),
    db().auditEvent.deleteMany({ where: { projectId } }),
    db().project.delete({ where: { id: projectId } }),
  ])
}
