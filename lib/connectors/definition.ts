import type { z } from 'zod'

/** Changes of write-only fields by their path: text replaces, null removes, undefined keeps what is stored. */
export type SecretChanges = Record<string, string | null | undefined>

/** What a connector type is, without calling anything: client-safe. */
export interface ConnectorTypeDefinition<Config, Input> {
  label: string
  description: string
  /** What a step may ask of it. */
  actions: readonly { id: string; label: string }[]
  /** The console's word for what it points to: Base URL. */
  targetLabel: string
  /** The form and the file: settings with write-only secrets. */
  inputSchema: z.ZodType<Input>
  /** The config column. */
  configSchema: z.ZodType<Config>
  /** What it points to, for lists. */
  target(config: Config): string
  /** The keys of the config that a search in the list looks through. */
  searchedKeys: readonly string[]
  /** How it signs in and signs its requests, in the console's words: Bearer Token. `stored`: its sealed secrets, by path. */
  authentication(config: Config, stored: readonly string[]): string
  /** How an answer is laid out: an example of another layout tells nothing any more. */
  answerForm(config: Config): string
  /** Whether it accepts any TLS certificate. */
  insecure(config: Config): boolean
  /** The secrets that a config needs, by path, with the message for one that is missing. */
  secretFields(config: Config): Record<string, string>
  /** The secrets that a config may have and works without, by path: left out they stay, null removes them. */
  optionalSecretFields(config: Config): readonly string[]
  /** Where a secret is sent, or what is signed with it: a stored one does not follow a change (`keepsSecret`). */
  destination(config: Config, field: string): string
  /** Parts an input into what is stored in the open and what is sealed. */
  split(input: Input): { name: string; description: string; config: Config; secrets: SecretChanges }
}
