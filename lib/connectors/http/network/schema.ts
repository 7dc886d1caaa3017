import { z } from 'zod'

/** How a connector's requests travel, under the names of the file form. */
export const networkSettings = {
  /** Trust any certificate: DANGER, anyone on the way can read and answer. */
  insecure: z.boolean().default(false),
  /** Leaves by the addresses that the deployment declares. */
  useStaticIps: z.boolean().default(false),
}
export type NetworkSettings = { [K in keyof typeof networkSettings]: z.output<(typeof networkSettings)[K]> }
