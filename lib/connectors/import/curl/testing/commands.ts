import type { Sample } from './sample'
import { moreApis } from './samples/more-apis'
import { payloadKinds } from './samples/payload-kinds'
import { publicApis } from './samples/public-apis'
import { shellAndOptions } from './samples/shell-and-options'
import { tools } from './samples/tools'

/** Commands as documentation, browsers and tools write them. */
export const samples: readonly Sample[] = [...publicApis, ...moreApis, ...payloadKinds, ...tools, ...shellAndOptions]
