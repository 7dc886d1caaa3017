export const httpActions = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const
export type HttpAction = (typeof httpActions)[number]
