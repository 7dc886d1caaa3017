import { COUNTED_MOST } from '@/lib/identity/users/types'

/** “1,204 users”, “more than 10,000 users”. */
export function countText(total: number, one: string, many: string, filtered: boolean): string {
  const most = total > COUNTED_MOST
  const count = `${most ? 'More than ' : ''}${(most ? COUNTED_MOST : total).toLocaleString('en')} ${total === 1 ? one : many}`
  return filtered ? `${count} found` : count
}
