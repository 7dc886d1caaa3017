'use client'

import './globals.css'

// The layout itself has failed: no providers, no router, only the page's own styles.
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="grid min-h-dvh place-content-center gap-4 p-6 text-center">
          <title>Error · Patchbay</title>
          <h1 className="font-semibold text-xl">Patchbay could not make this page</h1>
          <p className="text-muted">Nothing was changed. Try again; the log of Patchbay names the cause.</p>
          <div>
            <button
              type="button"
              onClick={reset}
              className="h-8 rounded-md bg-accent px-3 font-medium text-on-accent text-sm"
            >
              Try again
            </button>
          </div>
        </main>
      </body>
    </html>
  )
}
