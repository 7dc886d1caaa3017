/** What Patchbay makes of an option: settings, nothing because it has no meaning here, or nothing because it cannot. */
export type OptionUse = 'mapped' | 'noEffect' | 'unsupported'

export interface CurlOption {
  /** Without the dashes. */
  name: string
  /** One character, or an empty text. */
  short: string
  takesValue: boolean
  use: OptionUse
  /** Why it has no effect, or what to do instead; empty for what is mapped. */
  reason: string
}

const mapped = group('mapped', '')
const printed = group('noEffect', 'It is about what curl prints and writes. Patchbay shows the whole exchange.')
const itself = group('noEffect', 'Patchbay does this by itself.')
const connection = group('noEffect', 'Patchbay chooses how it connects.')
const program = group('noEffect', 'It is about how curl itself works.')
const otherProtocol = group('noEffect', 'It is about another protocol than HTTP.')
const proxy = group('unsupported', 'A proxy belongs to the deployment, not to a connector. Ask who runs Patchbay.')
const certificate = group('unsupported', 'Connectors have no client certificates.')
const trust = group('unsupported', 'Connectors trust the certificates that Patchbay\u2019s own system trusts.')
const tls = group('unsupported', 'TLS cannot be tuned by connector.')
const network = group(
  'unsupported',
  'Addresses are looked up and checked by Patchbay. Put the address into the base URL.',
)
const file = group('unsupported', 'Files are not read. Paste what the file holds.')
const authentication = group('unsupported', 'Connectors do not know this way to sign in. Choose an authentication.')

/**
 * Every option that curl documents, up to version 8.14: with its short letter in front and `=` behind when it takes a
 * value. Names of old versions are kept, because commands live long.
 */
const documented: CurlOption[] = [
  ...mapped(
    'url= X request= H header= d data= data-ascii= data-binary= data-raw= data-urlencode= json= G get I head u user=',
    'oauth2-bearer= A user-agent= e referer= b cookie= m max-time= : next url-query= r range= F form= form-string=',
    'basic anyauth g globoff k insecure aws-sigv4= retry=',
  ),
  ...itself('compressed L location path-as-is S show-error styled-output keepalive no-keepalive keepalive-time='),
  ...printed(
    's silent v verbose i include show-headers o output= O remote-name remote-name-all J remote-header-name R remote-time',
    'output-dir= create-dirs create-file-mode= no-clobber clobber skip-existing remove-on-error xattr w write-out= # progress-bar',
    'no-progress-meter progress-meter N no-buffer buffer stderr= trace= trace-ascii= trace-time trace-ids trace-config= D dump-header=',
    'f fail fail-with-body fail-early suppress-connect-headers dump-ca-embed out-null',
  ),
  ...program(
    'q disable h help= M manual V version libcurl= Z parallel parallel-immediate parallel-max= parallel-max-host= rate=',
    'B use-ascii egd-file= random-file= engine= metalink c cookie-jar= j junk-session-cookies etag-save= limit-rate= raw',
    'http0.9 ignore-content-length disallow-username-in-url proto= proto-default= proto-redir= form-escape C continue-at=',
    'upload-flags= Y speed-limit= y speed-time= connect-timeout= expect100-timeout= happy-eyeballs-timeout-ms=',
  ),
  ...connection(
    '0 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only 4 ipv4 6 ipv6 tcp-nodelay tcp-fastopen mptcp alt-svc= hsts=',
    'no-alpn alpn no-npn npn no-sessionid sessionid ssl-sessions= false-start tls-earlydata ip-tos= vlan-priority= keepalive-cnt=',
    'tr-encoding ssl ssl-reqd',
  ),
  ...otherProtocol(
    'a append disable-eprt eprt disable-epsv epsv ftp-account= ftp-alternative-to-user= ftp-create-dirs ftp-method= ftp-pasv',
    'P ftp-port= ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-ccc-mode= ftp-ssl-control l list-only Q quote= crlf krb=',
    'compressed-ssh hostpubmd5= hostpubsha256= pubkey= knownhosts= mail-auth= mail-from= mail-rcpt= mail-rcpt-allowfails',
    'sasl-authzid= sasl-ir login-options= t telnet-option= tftp-blksize= tftp-no-options ipfs-gateway=',
  ),
  ...proxy(
    'x proxy= U proxy-user= proxy1.0= p proxytunnel preproxy= noproxy= proxy-anyauth proxy-basic proxy-digest proxy-negotiate',
    'proxy-ntlm proxy-header= proxy-http2 proxy-insecure proxy-cacert= proxy-capath= proxy-ca-native proxy-cert= proxy-cert-type=',
    'proxy-key= proxy-key-type= proxy-pass= proxy-ciphers= proxy-tls13-ciphers= proxy-crlfile= proxy-pinnedpubkey=',
    'proxy-service-name= proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsauthtype= proxy-tlspassword= proxy-tlsuser=',
    'proxy-tlsv1 socks4= socks4a= socks5= socks5-hostname= socks5-basic socks5-gssapi socks5-gssapi-nec socks5-gssapi-service=',
    'haproxy-protocol haproxy-clientip=',
  ),
  ...certificate('E cert= cert-type= key= key-type= pass= ssl-auto-client-cert'),
  ...trust(
    'cacert= capath= ca-native cert-status crlfile= pinnedpubkey= ssl-no-revoke ssl-revoke-best-effort doh-cert-status doh-insecure',
  ),
  ...tls(
    'ciphers= tls13-ciphers= curves= sigalgs= signature-algorithms= tls-max= 1 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 2 sslv2 3 sslv3',
    'ssl-allow-beast ech= tlsauthtype= tlspassword= tlsuser=',
  ),
  ...network(
    'resolve= connect-to= interface= local-port= dns-interface= dns-ipv4-addr= dns-ipv6-addr= dns-servers= doh-url= unix-socket=',
    'abstract-unix-socket=',
  ),
  ...file('K config= T upload-file= n netrc netrc-file= netrc-optional etag-compare= z time-cond='),
  ...authentication('digest ntlm ntlm-wb negotiate delegation= service-name='),
  ...group(
    'unsupported',
    'At most five redirects are followed, and credentials stay at the origin.',
  )('max-redirs= location-trusted post301 post302 post303 follow'),
  ...group(
    'unsupported',
    'Set retries up in the connector\u2019s settings.',
  )('retry-all-errors retry-connrefused retry-delay= retry-max-time='),
  ...group('unsupported', 'Set the response size limit in the connector\u2019s settings.')('max-filesize='),
  ...group(
    'unsupported',
    'The request line follows from the base URL and the endpoint.',
  )('request-target= request-mode='),
  ...group('unsupported', 'Variables are not expanded. Write their values.')('variable='),
]

/** By name, without the dashes. */
export const curlOptions: ReadonlyMap<string, CurlOption> = new Map(documented.map((option) => [option.name, option]))

/** By letter. */
export const curlLetters: ReadonlyMap<string, CurlOption> = new Map(
  documented.flatMap((option) => (option.short === '' ? [] : [[option.short, option]])),
)

function group(use: OptionUse, reason: string) {
  return (...lines: string[]): CurlOption[] => {
    const options: CurlOption[] = []
    let short = ''
    for (const item of lines.join(' ').split(' ')) {
      if (item.length === 1) short = item
      else {
        const takesValue = item.endsWith('=')
        options.push({ name: takesValue ? item.slice(0, -1) : item, short, takesValue, use, reason })
        short = ''
      }
    }
    return options
  }
}
