const secretName = /pass(?:word|wd)?|pwd|secret|token|credential|api_?key|private$|salt/i
/** Keys of locks, and not of tables or messages: `SIGNING_KEY`, `privateRsaKey`, and not `ROUTING_KEY`. */
const secretKey =
  /(?:(?:private|encrypt(?:ion)?|signing|cipher|crypto|license)[-_. ]?(?:[a-z]{1,20}[-_. ]?)?|(?:app|access|master|session|cookie|jwt|hmac|aes|rsa|ssh)[-_. ]?)key(?!cloak|db|board|space|word)/i
/** Who keeps or gives secrets is none: `TOKEN_SERVICE_HOST`. A URL may still hold one in its path. */
const hostName = /(?:^|[_.-])(?:host(?:name)?|addr(?:ess)?|port)$/i

/**
 * True for names whose values are nobody's business: they are dropped before anything is stored.
 *
 * @example [namesSecret('PRIVATE_KEY'), namesSecret('PRIVATE_BACKEND_URL')] // [true, false]
 */
export const namesSecret = (name: string): boolean =>
  (secretName.test(name) || secretKey.test(name)) && !hostName.test(name)

const named =
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|api_?key|private)[\w.-]*["']?\s*(?:[:=]\s*|>))([^<\s][^<]*)/gi
const userInfo = /\/\/[^/\s@]*(?:@[^/\s@]*)*@/g
const issued =
  /\b(?:gh[opsur]_|github_pat_|glpat-|sk[-_]|xox[abpr]-|AKIA|AIza|npm_|pypi-)[\w-]{8,}/g
const word = /[\w+=-]{20,}/g

/** Long words of mixed case with digits: names are not written so, and keys are. */
const isRandom = (text: string): boolean =>
  /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && !/^[A-Z]?[a-z]+[A-Z]/.test(text)

/**
 * A line that may be shown: values that are named like secrets, user info in URLs and what looks like an
 * issued key are replaced.
 *
 * @example maskSecrets('url: https://me:pw@host') === 'url: https://***@host'
 */
export const maskSecrets = (line: string): string =>
  line
    .replace(userInfo, '//***@')
    .replace(named, '$1***')
    .replace(issued, '***')
    .replace(word, (text) => (isRandom(text) ? '***' : text))

const dotenv =
  /(?:^|\/)(?:\.env(?:\.[\w-]+)*|(?:[\w.-]+\.)?env\.(?:example|sample|template|dist|defaults?|tmpl)|[\w.-]+\.env|\.?environment|env|env[_-]files?(?:[_-][\w-]+)?|[\w-]+[_-]env)$/

/** `.envs/.local/.django`, `env.d/development/common`, `env.d/db.dist`: the folder says what they are. */
const inFolderOfEnv =
  /(?:^|\/)(?:env\.d|\.?envs?|env[_-]files?)\/(?:[\w.-]+\/)*\.?[\w-]+(?:\.(?:dist|example|sample|template|defaults?|local|dev|development|prod|production|staging|test|docker))*$/

/**
 * True for `.env` files, their kin (`.env.local`, `web.env`, `environment`, `env_file_app`) and the examples kept in
 * their place.
 */
export const isDotenv = (path: string): boolean => dotenv.test(path) || inFolderOfEnv.test(path)
