'use client'

import { Braces, KeyRound } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { SearchInput } from '@/components/ui/search-input'
import { type AppTemplate, templateCategories } from '@/lib/outbound/apps/templates/template'
import { appTemplates } from '@/lib/outbound/apps/templates/templates'
import { AppLogo } from '../app-logo'

/** What a connection begins from: a provider that is known, or nothing. */
export function TemplateGallery({ projectId }: { projectId: string }) {
  const [search, setSearch] = useState('')
  const base = `/p/${projectId}/connections/new`
  const found = appTemplates.filter((template) => matches(template, search))
  return (
    <div className="grid gap-6">
      <nav aria-label="Without a template" className="grid gap-3 sm:grid-cols-2">
        <Choice
          href={`${base}?type=oauth`}
          icon={<CustomIcon icon={Braces} />}
          name="Custom OAuth"
          description="Any provider that speaks OAuth 2.0. Its discovery URL fills in the rest."
        />
        <Choice
          href={`${base}?type=apiKey`}
          icon={<CustomIcon icon={KeyRound} />}
          name="API key"
          description="Users or tenants enter a key of their own, for anything that takes one."
        />
      </nav>
      <section aria-labelledby="templates" className="grid gap-5">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <h2 id="templates" className="font-semibold text-base">
            Known providers
          </h2>
          <SearchInput label="Search providers" value={search} onValueChange={setSearch} />
        </div>
        {templateCategories.map((category) => {
          const templates = found.filter((template) => template.category === category)
          if (templates.length === 0) return null
          return (
            <div key={category}>
              <h3 className="mb-2 font-medium text-muted text-xs">{category}</h3>
              <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
                {templates.map(({ id, name, description, type }) => (
                  <li key={id} className="grid">
                    <Choice
                      href={`${base}?template=${id}`}
                      icon={<AppLogo name={name} logo="" templateId={id} />}
                      name={name}
                      badge={type === 'apiKey' ? <Badge>API key</Badge> : null}
                      description={description}
                    />
                  </li>
                ))}
              </ul>
            </div>
          )
        })}
        <p role="status" className="text-muted text-sm empty:hidden">
          {found.length === 0 ? `No provider matches “${search}”. Begin with Custom OAuth instead.` : ''}
        </p>
      </section>
    </div>
  )
}

interface ChoiceProps {
  href: string
  icon: ReactNode
  name: string
  description: string
  badge?: ReactNode
}

function Choice({ href, icon, name, description, badge }: ChoiceProps) {
  return (
    <Link
      href={href}
      className="flex items-start gap-3 rounded-xl border border-line-strong bg-surface p-3 shadow-xs hover:border-control"
    >
      {icon}
      <span className="min-w-0">
        <span className="flex flex-wrap items-center gap-2 font-medium text-sm">
          {name}
          {badge}
        </span>
        <span className="block text-pretty text-muted text-xs">{description}</span>
      </span>
    </Link>
  )
}

function CustomIcon({ icon: Icon }: { icon: typeof Braces }) {
  return (
    <span className="grid size-8 shrink-0 place-items-center rounded-lg bg-hue-blue-soft text-hue-blue">
      <Icon aria-hidden className="size-4" />
    </span>
  )
}

function matches({ name, id, category, description }: AppTemplate, search: string): boolean {
  const sought = search.trim().toLowerCase()
  return [name, id, category, description].some((text) => text.toLowerCase().includes(sought))
}
