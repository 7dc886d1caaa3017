import type { EvaluatedItem } from './condition'
import type { Json, JsonObject } from './json'

/** Values that a step puts into the context, in order. */
export type ContextPatch = readonly { path: string[]; value: Json }[]

/** The events that the call of a connector can come to. */
export type ConnectorEvent = 'httpError' | 'connectorExecution'
/** The events for which a step has error handling; which of them it can come to depends on its kind. */
export type ErrorEvent =
  | ConnectorEvent
  | 'actionExecution'
  | 'outboundAppConnect'
  | 'scriptExecution'
  | 'subflowExecution'

/** Why a step did not succeed; routed by its error handling. */
export interface Failure {
  event: ErrorEvent
  /** Stable, for programs: `timeout`, `httpError`, … */
  code: string
  message: string
  /** What end users read on a screen in place of a message that is for who sets the flow up. */
  endUserText?: string
}

/** The body of a connector call; its texts are templates, JSON leaf by leaf. */
export type Payload =
  | { type: 'json'; value: Json }
  | { type: 'form'; value: JsonObject }
  | { type: 'text'; value: string }

/** What a step asks of a connector, by the connector's type. */
export type ConnectorCall = HttpCall | SqlCall | SmtpCall

interface AnyCall {
  /** Of the connector's type; http: GET, POST, PUT, PATCH, DELETE, HEAD. */
  action: string
  /** Null: the connector's own, else 10. */
  timeoutSeconds: number | null
}

export interface HttpCall extends AnyCall {
  /** A template. */
  endpoint: string
  payload: Payload | null
}

export interface SqlCall extends AnyCall {
  sql: {
    /** Sent as it is written: no template. */
    query: string
    /** Bound in order; templates, leaf by leaf. */
    parameters: Json[]
  }
}

export interface SmtpCall extends AnyCall {
  /** Templates. */
  smtp: {
    /** Addresses separated by commas. */
    to: string
    cc?: string | undefined
    subject: string
    text?: string | undefined
    html?: string | undefined
  }
}

/** A line that a scriptlet wrote to its console. */
export interface ScriptLine {
  level: 'log' | 'info' | 'warn' | 'error'
  text: string
}

/** How a scriptlet ran. */
export interface ScriptRun {
  console: ScriptLine[]
  /** It wrote more than is kept. */
  consoleCut: boolean
  durationMs: number
}

/** Why an exchange came before the one that counts: to get a token, or as an attempt that was made again. */
export type EarlierPurpose = 'token' | 'attempt'

/** An exchange of an effect before its last, masked. */
export interface EarlierExchange {
  purpose: EarlierPurpose
  record: Json
}

/** What a step asks of the world. The runner does it and comes back with its result. */
export type Effect = ConnectorEffect | IdentityEffect | ScriptEffect | OutboundEffect

export type ConnectorEffect = {
  type: 'connector'
  connectorId: string
  /** Queued as a durable job instead of being done now: the step goes on without an answer. */
  async?: true
} & ConnectorCall

/** A scriptlet with its arguments, resolved. */
export interface ScriptEffect {
  type: 'script'
  code: string
  args: JsonObject
  /** `form.*` as it is; never a secret field. */
  form: JsonObject
}

/** What an action asks of users and tenants; its values are resolved. `the user` is the one whom `user.*` tells of. */
export type IdentityEffect =
  | {
      type: 'password'
      way: 'sign-up-or-in' | 'sign-in' | 'sign-up'
      loginId: string
      /** Of a user who is made. */
      name: string
      /** Path of the secret field that holds the password. */
      secretPath: string
    }
  | {
      type: 'sendCode'
      loginId: string
      /** Null: the code is shown to who runs the flow in the console. */
      connectorId: string | null
      /** Templates, with `otp.code`. */
      subject: string
      text: string
    }
  | { type: 'verifyCode'; secretPath: string }
  | { type: 'loadUser'; loginId: string }
  | { type: 'updateUser'; values: { key: string; value: Json }[] }
  /** Ends every session of the user and signs out. */
  | { type: 'endSessions' }
  | { type: 'createTenant'; name: string; tenantId: string; addUser: boolean; roleNames: string[] }
  /** `select`: the user's session begins in it. */
  | { type: 'loadTenant'; tenantId: string; select: boolean }
  | { type: 'addToTenant'; tenantId: string; roleNames: string[] }
  | { type: 'auditEvent'; action: string; severity: 'info' | 'warn' | 'error'; data: JsonObject }

/** Whose connection an action makes: the user's of `user.*`, or the tenant's of `tenant.*`. */
export type ConnectOwner = 'user' | 'tenant'

/** What an action asks of the project's outbound apps. */
export type OutboundEffect =
  | {
      type: 'connect'
      owner: ConnectOwner
      /** Used when neither the start of the flow nor the pressed button names one. Empty: none. */
      app: string
      /** Empty: the app's own. */
      scopes: readonly string[]
      /** The attempt that this one takes the place of. */
      replaces?: string
    }
  /** The person does not want to connect after all. */
  | { type: 'giveUpConnect'; connectId: string; app: OutboundAppName }
  | { type: 'askApiKey'; owner: ConnectOwner; app: string }
  | { type: 'storeApiKey'; owner: ConnectOwner; app: OutboundAppName; secretPath: string }

export interface OutboundAppName {
  id: string
  name: string
}

/** A code that was sent to a person who has not typed it in yet. */
export interface PendingCode {
  codeId: string
  /** As it was typed. */
  loginId: string
}

/** What the world answered to an effect. `record` is masked and goes into the runner message as it is. */
export interface EffectResult {
  failure: Failure | null
  value: Json
  record: Json
  /** In order; each becomes a runner message of its own. Absent: none. */
  earlier?: readonly EarlierExchange[]
  /** Placeholders that had no value. */
  missing: readonly string[]
  /** Paths of secret fields that the effect has used: they are dropped afterwards. */
  usedSecretPaths: readonly string[]
  /** Of an asynchronous call: where it will go, its dynamic values unresolved. Absent: nowhere that is known. */
  target?: string
  /** Of an action or a scriptlet: what it puts into the context. */
  patch?: ContextPatch
  /** Of an action: whom it has signed in; null: signed out. */
  signedIn?: SignedIn | null
  /** Of an action: the code that the person is waited for; null: none any more. */
  pendingCode?: PendingCode | null
  /** Of a scriptlet. */
  script?: ScriptRun
  /** Of an action that a person must answer before it can go on; the step is told what came of it later. */
  wait?: ConnectWait | ApiKeyWait
}

/** The user whom an execution has signed in: who its session will be of. */
export interface SignedIn {
  userId: string
  /** The tenant that the session begins in. */
  tenantId: string | null
  /** How the person proved who they are: `pwd`, `email`, … */
  methods: string[]
  /** The sign-in made the user. */
  firstSeen: boolean
}

/** How the run of another flow ended: at one of its End steps, or by an error that none of its steps handles. */
export type SubflowEnd = { flowId: string; flowName: string } & (
  | { exit: { id: string; name: string; result: 'success' | 'failure' }; outputs: JsonObject }
  | { failure: { code: string; message: string } }
)

/** What the runner message of a step says about it, by kind. */
export type StepLog =
  /** `inputs` with what the step was given, secret fields as ••••; `result` for people. */
  | {
      type: 'action'
      action: string
      inputs: JsonObject
      result: JsonObject
      failure: Failure | null
      earlier?: readonly EarlierExchange[] | undefined
    }
  | { type: 'script'; args: JsonObject; run: ScriptRun; failure: Failure | null }
  | { type: 'connector'; record: Json; failure: Failure | null; earlier?: readonly EarlierExchange[] | undefined }
  | ({ type: 'subflow' } & SubflowEnd)
  | { type: 'queued'; connectorId: string; action: string; endpoint: string | null }
  | { type: 'condition'; branches: EvaluatedBranch[]; decided: string }
  | { type: 'submitted'; interactionId: string; values: JsonObject; secretFields: string[] }

export interface EvaluatedBranch {
  id: string
  name: string
  result: boolean
  when: EvaluatedItem
}

/** Waiting for a person to submit the screen. */
export interface ScreenWait {
  type: 'screen'
  /** Text for the screen's error component. */
  error: string | null
  fieldErrors: Record<string, string> | null
  /** What was typed before a failed submission; never a secret field. */
  values: JsonObject
}

/** Waiting for a person to connect an account at a provider, in a window of its own. */
export interface ConnectWait {
  type: 'connect'
  connectId: string
  /** Of Patchbay; it leads on to the provider. Good for one opening. */
  url: string
  app: OutboundAppName
  owner: ConnectOwner
  scopes: readonly string[]
  /** ISO 8601. From then on it is a failure. */
  expiresAt: string
}

/** Waiting for a person to enter an API key on the screen that the action brings along. */
export interface ApiKeyWait {
  type: 'apiKey'
  app: OutboundAppName
  owner: ConnectOwner
  fieldErrors: Record<string, string> | null
}

export type Wait = ScreenWait | ConnectWait | ApiKeyWait

/** What a step's execution comes to. A closed union: the engine handles every member and no other. */
export type Outcome =
  | {
      type: 'next'
      port: string
      patch?: ContextPatch
      secrets?: Record<string, string>
      usedSecretPaths?: readonly string[]
      /** Signs the user in; null: signs out. Absent: as it was. */
      signedIn?: SignedIn | null
      /** The code that the person is waited for; null: none any more. */
      pendingCode?: PendingCode | null
      /** Of a screen: the outbound app of the pressed button; null: it has none. */
      pressedApp?: string | null
      log?: StepLog
    }
  | {
      type: 'perform'
      effect: Effect
      /** What was typed in for it, by path. */
      secrets?: Record<string, string>
    }
  /** Runs another flow; the step is told what came of it by `returned`. */
  | { type: 'call'; flowId: string; inputs: JsonObject }
  | { type: 'suspend'; wait: Wait }
  | { type: 'finish'; result: 'success' | 'failure'; outputs: JsonObject; tokenWithoutUser: boolean }
  | {
      type: 'fail'
      failure: Failure
      handling: ErrorHandling
      /** By which port it goes on when the error is ignored; absent: `success`. */
      successPort?: string
      patch?: ContextPatch
      usedSecretPaths?: readonly string[]
      log?: StepLog
    }

/** What happens on an error event: back to the last screen with the text, an own port, or on by the success port. */
export type ErrorHandling = { mode: 'automatic'; text?: string | undefined } | { mode: 'custom' } | { mode: 'ignore' }
