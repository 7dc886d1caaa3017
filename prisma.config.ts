import { defineConfig } from 'prisma/config'

// Only `prisma generate` reads this file. Migrations are applied by server/database/migrate.ts, which needs no download.
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unused' },
})
