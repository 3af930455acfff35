// What kinds of links and services there are, and how they are drawn: colours stand in style.css, as
// `--via-…`, so that both themes have their own.

/** Dash and end of a line by protocol; protocols of one family share a colour and differ in the dash. */
const styles = {
  grpc: { family: 'grpc', head: 'arrow' },
  http: { family: 'http', head: 'arrow' },
  graphql: { family: 'http', head: 'arrow', dash: '10 3' },
  kafka: { family: 'queue', head: 'open', dash: '9 4' },
  amqp: { family: 'queue', head: 'open', dash: '9 3 2 3' },
  nats: { family: 'queue', head: 'open', dash: '5 3' },
  mqtt: { family: 'queue', head: 'open', dash: '14 4' },
  sql: { family: 'data', head: 'dot' },
  mongodb: { family: 'data', head: 'dot', dash: '10 3' },
  dynamodb: { family: 'data', head: 'dot', dash: '6 3' },
  cassandra: { family: 'data', head: 'dot', dash: '12 3 2 3' },
  elasticsearch: { family: 'data', head: 'dot', dash: '14 3' },
  redis: { family: 'cache', head: 'dot' },
  memcached: { family: 'cache', head: 'dot', dash: '10 3' },
  s3: { family: 'store', head: 'dot' },
  smtp: { family: 'mail', head: 'arrow' },
  mcp: { family: 'tool', head: 'arrow' },
  import: { family: 'import', head: 'bar', dash: '2 3' },
  tcp: { family: 'tcp', head: 'arrow' },
}

const plain = { family: 'tcp', head: 'arrow' }

export const viaStyle = (via) => (Object.hasOwn(styles, via) ? styles[via] : plain)

/** Protocols in the order of the legend. */
export const viaOrder = (via) => {
  const at = Object.keys(styles).indexOf(via)
  return at < 0 ? Object.keys(styles).length : at
}

export const statuses = [
  { id: 'confirmed', text: 'confirmed', help: 'an address and a use of it were found' },
  { id: 'declared', text: 'declared', help: 'only an address or only a use was found' },
  { id: 'dead', text: 'dead', help: 'a client is built and never used' },
]

export const statusDash = { declared: '4 4', dead: '1 4' }

export const kindWords = {
  service: 'service',
  datastore: 'data store',
  broker: 'broker',
  external: 'outside',
  job: 'job',
}

export const kindWord = (kind) => (Object.hasOwn(kindWords, kind) ? kindWords[kind] : kind)

/** The end of a line at a point; `dir` is 1 where it comes from the left, -1 from the right. */
export const headPath = (head, [x, y], dir = 1) => {
  if (head === 'dot') return `M${x - 4 * dir} ${y}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0`
  if (head === 'bar') return `M${x - 2 * dir} ${y - 5}v10`
  return `M${x} ${y}l${-9 * dir}-4.5v9z`
}

/** Icons, 16 by 16, drawn in strokes. */
export const icons = {
  service: 'M2.5 4.5 8 1.5l5.5 3v7L8 14.5l-5.5-3zM2.5 4.5 8 7.6l5.5-3.1M8 7.6v6.9',
  datastore:
    'M2.5 3.8c0-1.2 2.5-2.1 5.5-2.1s5.5.9 5.5 2.1v8.4c0 1.2-2.5 2.1-5.5 2.1s-5.5-.9-5.5-2.1zM2.5 3.8c0 1.2 2.5 2.1 5.5 2.1s5.5-.9 5.5-2.1M2.5 8c0 1.2 2.5 2.1 5.5 2.1S13.5 9.2 13.5 8',
  broker: 'M1.5 4h10M9 1.5 11.5 4 9 6.5M14.5 12h-10M7 9.5 4.5 12 7 14.5',
  external: 'M4.6 12.5a3.1 3.1 0 0 1-.3-6.2 4 4 0 0 1 7.7-.6 3.4 3.4 0 0 1-.3 6.8z',
  job: 'M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 1 0 8 1.7M8 4.5V8l2.5 1.6',
  group: 'M1.5 4V2.8h4.2L7.2 4.5h7.3v8.7h-13z',
  public:
    'M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 1 0 8 1.7M1.7 8h12.6M8 1.7c-4.2 4-4.2 8.6 0 12.6M8 1.7c4.2 4 4.2 8.6 0 12.6',
}

export const iconOf = (kind) => (Object.hasOwn(icons, kind) ? icons[kind] : icons.service)

/** Why a place is evidence, in words. */
const signalWords = {
  'env-read': 'code reads this variable',
  'env-binding': 'deployment sets the address',
  default: 'default address in code',
  client: 'client is made here',
  stub: 'stub is called here',
  server: 'served here',
  'literal-host': 'address in code',
  proxy: 'proxy passes on to it',
  shell: 'called from a shell command',
  manifest: 'manifest says so',
}

export const signalWord = (signal) =>
  Object.hasOwn(signalWords, signal) ? signalWords[signal] : signal.replaceAll('-', ' ')

/** Signals whose place is where an address is set. */
export const setsAddress = (signal) =>
  ['env-binding', 'default', 'literal-host', 'proxy', 'manifest'].includes(signal)

export const severityRank = { error: 0, warning: 1, note: 2 }
