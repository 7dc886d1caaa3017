import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'

/** The files of the hosted page, as the build names them. */
export interface HostedAssets {
  /** File name of the page's script. */
  script: string
  style: string
  embed: string
}

export interface HostedFile {
  body: Uint8Array<ArrayBuffer>
  gzipped: Uint8Array<ArrayBuffer>
  contentType: string
}

export interface HostedBundle {
  manifest(): Promise<HostedAssets>
  /** A file of the bundle; null when there is none of this name. */
  file(name: string): Promise<HostedFile | null>
}

const manifestSchema = z.object({ script: z.string(), style: z.string(), embed: z.string() })
const types: Record<string, string> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' }

/**
 * Reads the bundle that the build made. Files are kept once read, under their hashed names; the manifest is read anew
 * each time when `changing`, for development.
 */
export function openHostedBundle(directory: string, changing = false): HostedBundle {
  const files = new Map<string, HostedFile>()
  let manifest: Promise<HostedAssets> | undefined
  const readManifest = async () =>
    manifestSchema.parse(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')))
  return {
    manifest() {
      if (changing) return readManifest()
      manifest ??= readManifest()
      return manifest
    },
    async file(name) {
      const extension = /^[\w-]+\.(js|css)$/.exec(name)?.[1]
      const contentType = extension ? types[extension] : undefined
      if (!contentType) return null
      const kept = files.get(name)
      if (kept) return kept
      try {
        const body = new Uint8Array(await readFile(join(directory, name)))
        const file = { body, gzipped: new Uint8Array(gzipSync(body, { level: 9 })), contentType }
        if (!changing) files.set(name, file)
        return file
      } catch {
        return null
      }
    },
  }
}
