'use client'

import type { TokenListItem } from '@/lib/outbound/tokens/list/schema'
import { ConnectDialog } from './connect-dialog'
import { DeleteTokensDialog } from './delete-tokens-dialog'
import { RefreshDialog } from './refresh-dialog'
import { RevealDialog } from './reveal-dialog'
import { ownerText, userText } from './token-labels'
import { type AppChoice, type AskedToken, placeName, type TokenPlace, toSelection } from './token-place'

/** What is asked or done now. */
export type TokenQuestion =
  | { type: 'refresh' | 'reveal' | 'delete' | 'deleteOwner'; token: AskedToken }
  | { type: 'connect'; token: AskedToken | null }
  | { type: 'deleteAll' }

export interface TokenDialogsProps {
  projectId: string
  place: TokenPlace
  apps: readonly AppChoice[]
  question: TokenQuestion
  onChanged: (token: Pick<TokenListItem, 'id'> | null) => void
  /** Null: several. */
  onDeleted: (tokenId: string | null) => void
  onClose: () => void
}

export function TokenDialogs({ projectId, place, apps, question, onChanged, onDeleted, onClose }: TokenDialogsProps) {
  switch (question.type) {
    case 'refresh': {
      const { token } = question
      return <RefreshDialog projectId={projectId} token={token} onEnded={() => onChanged(token)} onClose={onClose} />
    }
    case 'reveal': {
      const { token } = question
      return <RevealDialog projectId={projectId} token={token} onRevealed={() => onChanged(token)} onClose={onClose} />
    }
    case 'connect': {
      const { token } = question
      const props = { projectId, apps, place, token, onClose }
      return <ConnectDialog {...props} onStored={() => onChanged(token)} />
    }
    case 'delete': {
      const { id, app } = question.token
      const ofWhat = `of ${ownerText(question.token)} for ${app.name}`
      const props = { projectId, selection: { tokenId: id }, ofWhat, onClose }
      return <DeleteTokensDialog {...props} onDeleted={() => onDeleted(id)} />
    }
    case 'deleteOwner': {
      const { user, app } = question.token
      if (!user) return null
      const selection = { appId: app.id, userId: user.id }
      const props = { projectId, selection, ofWhat: `of ${userText(user)} for ${app.name}`, onClose }
      return <DeleteTokensDialog {...props} onDeleted={() => onDeleted(null)} />
    }
    case 'deleteAll': {
      const ofWhat = `${place.of === 'app' ? 'for' : 'of'} ${placeName(place)}`
      const props = { projectId, selection: toSelection(place), ofWhat, onClose }
      return <DeleteTokensDialog {...props} onDeleted={() => onDeleted(null)} />
    }
  }
}
