/** What the console and the API say about flows. */
export const flowMessages = {
  notFound: 'There is no such flow in this project. Go back to the list of flows and choose again.',
  versionNotFound: 'There is no such version of this flow. Choose another one in its history.',
  liveAlready: (number: number) => `Version ${number} is live already.`,
  nameTaken: 'A flow with this name exists already. Choose another name.',
  idTaken: 'A flow with this id exists already. Choose another id.',
  otherId: 'The id of a flow is fixed. Duplicate the flow to have it under another id.',
  unstorable: 'Some text holds a character that cannot be stored (NUL or half of an emoji). Remove it and save again.',
  draftConflict:
    'Someone else saved this draft after you opened it. Keep yours as a copy, load theirs, or save over it.',
  publishConflict: 'The draft was saved again after you looked at it. Look at it once more, then publish.',
  unchanged: (number: number) =>
    `Version ${number} is live and holds exactly this draft. Change something, then publish.`,
  hasProblems: (count: number, first: readonly string[]) =>
    `${count === 1 ? 'One problem keeps' : `${count} problems keep`} this flow from being published. ${first.join(' ')}`,
  noTemplate: 'There is no such template. Choose another one.',
  noFile: 'The file is not a flow. See the places below.',
  importConflict: 'A flow with this id or name exists already. Replace its draft, or import the file as a copy.',
  usedAsSubflow: (places: string) =>
    `This flow is run by others: ${places}. Remove those steps or choose another flow in them, and publish, then delete it.`,
  deleted: 'The flow was deleted.',
} as const
