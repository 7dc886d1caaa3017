import { rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type BuildContext, type BuildOptions, build, context, type Plugin } from 'esbuild'

// The end users' page and the embed script: small bundles that the API plane serves, apart from the console's.
const ROOT = dirname(import.meta.dirname)
const OUT = join('dist', 'hosted')

/** Builds the bundles once, with a manifest of their hashed names. */
export async function buildHosted(): Promise<void> {
  rmSync(join(ROOT, OUT), { recursive: true, force: true })
  await build(options('production'))
}

/** Builds them again whenever a source changes. */
export async function watchHosted(): Promise<BuildContext> {
  const watching = await context(options('development'))
  await watching.watch()
  return watching
}

function options(mode: 'production' | 'development'): BuildOptions {
  return {
    absWorkingDir: ROOT,
    entryPoints: { page: 'hosted/page/main.tsx', embed: 'hosted/embed/embed.ts' },
    outdir: OUT,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: mode === 'production',
    // Plain scripts: another site may load one without asking for CORS.
    format: 'iife',
    platform: 'browser',
    target: ['chrome111', 'firefox114', 'safari16.4'],
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    metafile: true,
    logLevel: 'warning',
    plugins: [writeManifest],
  }
}

const writeManifest: Plugin = {
  name: 'manifest',
  setup(current) {
    current.onEnd(({ metafile }) => {
      const names = Object.keys(metafile?.outputs ?? {}).map((path) => basename(path))
      const find = (pattern: RegExp) => names.find((name) => pattern.test(name))
      const manifest = {
        script: find(/^page-\w+\.js$/),
        style: find(/^page-\w+\.css$/),
        embed: find(/^embed-\w+\.js$/),
      }
      writeFileSync(join(ROOT, OUT, 'manifest.json'), JSON.stringify(manifest))
    })
  },
}
