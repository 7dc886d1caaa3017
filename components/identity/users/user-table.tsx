import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { UserListItem } from '@/lib/identity/users/types'
import { UserStatusBadge } from './user-status'

export function UserTable({ projectId, users }: { projectId: string; users: readonly UserListItem[] }) {
  return (
    <Table label="Users">
      <TableHeader>
        <TableRow>
          <TableHead>User</TableHead>
          <TableHead>Status</TableHead>
          <TableHead className="hidden md:table-cell">Tenants</TableHead>
          <TableHead className="hidden lg:table-cell">Last sign-in</TableHead>
          <TableHead className="hidden sm:table-cell">Created</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {users.map((user) => (
          <TableRow key={user.id} className="relative hover:bg-hover/60">
            <TableCell className="w-full max-w-0">
              <span className="flex min-w-0 items-center gap-2">
                <Link
                  href={`/p/${projectId}/users/${user.id}`}
                  prefetch={false}
                  className="truncate font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
                >
                  {user.name || user.loginId || user.id}
                </Link>
                {user.test ? <Badge>Test</Badge> : null}
              </span>
              <span className="block truncate text-subtle text-xs">{user.name ? user.loginId : user.email}</span>
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <UserStatusBadge status={user.status} />
            </TableCell>
            <TableCell className="hidden max-w-60 md:table-cell">
              <span className="block truncate text-muted">{tenantsText(user)}</span>
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted lg:table-cell">
              {user.lastSignInAt ? <RelativeTime value={user.lastSignInAt} /> : 'Never'}
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted sm:table-cell">
              <RelativeTime value={user.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function tenantsText({ tenants, tenantCount }: UserListItem): string {
  if (tenantCount === 0) return '–'
  const rest = tenantCount - tenants.length
  return tenants.map(({ name }) => name).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
