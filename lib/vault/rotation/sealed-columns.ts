import { secretBinding } from '@/lib/connectors/secret-binding'
import { tokenBinding } from '@/lib/connectors/tokens/binding'
import { privateKeyBinding } from '@/lib/identity/signing-keys/binding'
import { appSecretBinding } from '@/lib/outbound/apps/secret-binding'
import { proofsBinding } from '@/lib/outbound/connect/binding'
import { tokenBinding as outboundTokenBinding } from '@/lib/outbound/tokens/binding'
import { callBinding } from '@/lib/runner/effects/call-binding'
import { endBinding, stateBinding } from '@/lib/runner/state-binding'
import { deploymentSecretBinding } from '../deployment-secret'
import { type SealedColumn, sealedColumn } from './sealed-column'

const outboundTokens = (['accessSealed', 'refreshSealed', 'idTokenSealed'] as const).map((field) =>
  sealedColumn('OutboundToken', field, ['projectId', 'id', 'version'], ({ projectId, id, version }) =>
    outboundTokenBinding(projectId, id, field, version),
  ),
)

// Deleted tokens that are still to be revoked, as they lay in their rows, with their app's secret.
const outboundRevocations = [
  ...(['accessSealed', 'refreshSealed'] as const).map((field) =>
    sealedColumn('OutboundRevocation', field, ['projectId', 'id', 'tokenVersion'], ({ projectId, id, tokenVersion }) =>
      outboundTokenBinding(projectId, id, field, tokenVersion),
    ),
  ),
  sealedColumn(
    'OutboundRevocation',
    'secretSealed',
    ['projectId', 'appId', 'secretVersion'],
    ({ projectId, appId, secretVersion }) => appSecretBinding(projectId, appId, 'clientSecret', secretVersion ?? 0),
  ),
]

/**
 * Every column of the database that holds sealed values. A rotation seals those and no others again, so one that is not
 * named here is lost with its key: a test compares this table with the schema and with the triggers of the database.
 */
export const sealedColumns: readonly SealedColumn[] = [
  sealedColumn('SealedSecret', 'sealed', ['name'], ({ name }) => deploymentSecretBinding(name)),
  sealedColumn('SigningKey', 'privateSealed', ['projectId', 'id'], ({ projectId, id }) =>
    privateKeyBinding(projectId, id),
  ),
  sealedColumn(
    'ConnectorSecret',
    'sealed',
    ['projectId', 'connectorId', 'field', 'version'],
    ({ projectId, connectorId, field, version }) => secretBinding(projectId, connectorId, field, version),
  ),
  sealedColumn(
    'ConnectorToken',
    'sealed',
    ['projectId', 'connectorId', 'connectorVersion', 'fingerprint', 'tokenId'],
    (row) => tokenBinding(row, row.tokenId ?? ''),
  ),
  sealedColumn(
    'OutboundAppSecret',
    'sealed',
    ['projectId', 'appId', 'field', 'version'],
    ({ projectId, appId, field, version }) => appSecretBinding(projectId, appId, field, version),
  ),
  ...outboundTokens,
  ...outboundRevocations,
  sealedColumn('OutboundConnect', 'verifierSealed', ['projectId', 'id'], ({ projectId, id }) =>
    proofsBinding(projectId, id),
  ),
  sealedColumn('Execution', 'stateSealed', ['projectId', 'id', 'revision'], ({ projectId, id, revision }) =>
    stateBinding(projectId, id, revision),
  ),
  sealedColumn('Execution', 'outputsSealed', ['projectId', 'id'], ({ projectId, id }) => endBinding(projectId, id)),
  sealedColumn('AsyncCall', 'sealed', ['projectId', 'executionId', 'number'], callBinding),
]
