import type { AuthenticationResolver } from './resolver'

export const none: AuthenticationResolver<'none'> = () => ({ headers: [], secrets: [] })
