/** What the keys of a token's queries begin with: whoever changes the token has them asked again. */
export function tokenQueryKey(projectId: string, tokenId: string): readonly string[] {
  return ['outbound-token', projectId, tokenId]
}
