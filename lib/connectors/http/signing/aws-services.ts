// Amazon S3 and its relatives sign the path as it is, and want the hash of the body in a header.
const S3 = /^(s3|s3express|s3-outposts|s3-object-lambda)$/
const WANTS_HASH = /^(aoss|glacier)$/

/** Whether a service encodes the path of a canonical request once, where all others encode it twice. */
export function isS3(service: string): boolean {
  return S3.test(service)
}

/** Whether a service wants the header x-amz-content-sha256. */
export function wantsContentHash(service: string): boolean {
  return S3.test(service) || WANTS_HASH.test(service)
}
