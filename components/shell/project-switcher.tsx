'use client'

import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { cn } from '@/components/ui/cn'
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
  CommandSeparator,
} from '@/components/ui/command'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { CreateProjectDialog } from './create-project-dialog'
import type { ShellData } from './shell'

export interface ProjectSwitcherProps extends ShellData {
  collapsed: boolean
  onNavigate?: (() => void) | undefined
}

export function ProjectSwitcher({ project, projects, operator, collapsed, onNavigate }: ProjectSwitcherProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [creating, setCreating] = useState(false)

  function choose(projectId: string) {
    setOpen(false)
    onNavigate?.()
    router.push(`/p/${projectId}/flows`)
  }

  return (
    <>
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger
          aria-label={`Project ${project.name}. Switch project`}
          className={cn(
            'flex h-9 items-center gap-2 rounded-md border border-line bg-canvas px-2 text-left text-sm shadow-xs hover:bg-hover',
            collapsed && 'justify-center px-0',
          )}
        >
          <ProjectInitial name={project.name} />
          {collapsed ? null : (
            <>
              <span className="min-w-0 flex-1 truncate font-medium">{project.name}</span>
              <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-subtle" />
            </>
          )}
        </PopoverTrigger>
        <PopoverContent align="start" aria-label="Switch project" className="w-64 p-0">
          <Command label="Projects">
            <CommandInput placeholder="Find a project" aria-label="Find a project" />
            <CommandList label="Projects">
              <CommandEmpty>No project has this name.</CommandEmpty>
              <CommandGroup>
                {projects.map((each) => (
                  <CommandItem key={each.id} value={each.id} keywords={[each.name]} onSelect={() => choose(each.id)}>
                    <ProjectInitial name={each.name} />
                    <span className="min-w-0 flex-1 truncate">{each.name}</span>
                    {each.id === project.id ? <Check aria-label="current" className="text-accent-fg" /> : null}
                  </CommandItem>
                ))}
              </CommandGroup>
              {operator.isOwner ? (
                <>
                  <CommandSeparator />
                  <CommandItem
                    forceMount
                    value="new-project"
                    onSelect={() => {
                      setOpen(false)
                      setCreating(true)
                    }}
                  >
                    <span className="grid size-5 place-items-center">
                      <Plus aria-hidden className="text-subtle" />
                    </span>
                    New project…
                  </CommandItem>
                </>
              ) : null}
            </CommandList>
          </Command>
        </PopoverContent>
      </Popover>
      <CreateProjectDialog open={creating} onOpenChange={setCreating} onCreated={choose} />
    </>
  )
}

function ProjectInitial({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="grid size-5 shrink-0 place-items-center rounded bg-accent-soft font-semibold text-2xs text-accent-fg"
    >
      {[...name][0]?.toUpperCase()}
    </span>
  )
}
