/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` looks at types; a start from a fresh clone need not do it again.
  typescript: { ignoreBuildErrors: true },
  // Arguments of server actions hold passwords and connector secrets.
  logging: { serverFunctions: false },
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // The console is one origin to the person who types it: both names of loopback.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  serverExternalPackages: ['better-auth', 'pino', 'undici', 'pg', '@prisma/client', '@prisma/adapter-pg'],
  headers: async () => [
    {
      // The policy that needs a nonce is set per request by proxy.ts.
      source: '/:path*',
      headers: [
        { key: 'x-content-type-options', value: 'nosniff' },
        { key: 'x-frame-options', value: 'DENY' },
        // Setup, invitation and reset links carry a token in their address.
        { key: 'referrer-policy', value: 'same-origin' },
        // The windows in which people connect accounts tell the page that opened them how it went.
        { key: 'cross-origin-opener-policy', value: 'same-origin-allow-popups' },
        { key: 'permissions-policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
      ],
    },
  ],
}

export default config
