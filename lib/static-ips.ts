import { env } from './env'

/** The addresses that requests with static addresses leave from, to be shown; null when the deployment declares none. */
export function declaredStaticIps(): string[] | null {
  const { EGRESS_STATIC_IPS: shown, EGRESS_LOCAL_ADDRESSES: local } = env()
  return shown ?? local ?? null
}
