import { unknown } from '../value.ts'
import { collectionFunctions } from './collection.ts'
import { encodingFunctions } from './encoding.ts'
import { type FunctionTable, textAt } from './function.ts'
import { logicFunctions } from './logic.ts'
import { patternFunctions } from './pattern.ts'
import { textFunctions } from './text.ts'

/** Functions that run other templates. */
const templateFunctions: FunctionTable = {
  include: (a, engine) => {
    const body = engine.defines.get(textAt(a, 0))
    if (body === undefined) {
      engine.gap(`no template is named ${textAt(a, 0).slice(0, 80)}`)
      return unknown
    }
    return engine.run(body, a[1] ?? null)
  },
  tpl: (a, engine) => {
    const text = textAt(a, 0)
    if (!text.includes('{{')) return text
    const body = engine.parse(text)
    return body === undefined ? unknown : engine.run(body, a[1] ?? null)
  },
  // A cluster is asked; where there is none, the answer is empty.
  lookup: () => new Map(),
}

/** Answers that differ from run to run, or come from the machine: nobody can know them. */
const unknowable = [
  'randAlphaNum',
  'randAlpha',
  'randNumeric',
  'randAscii',
  'randBytes',
  'randInt',
  'shuffle',
  'uuidv4',
  'now',
  'date',
  'dateInZone',
  'dateModify',
  'ago',
  'toDate',
  'unixEpoch',
  'htmlDate',
  'duration',
  'genPrivateKey',
  'genCA',
  'genCAWithKey',
  'genSelfSignedCert',
  'genSelfSignedCertWithKey',
  'genSignedCert',
  'genSignedCertWithKey',
  'buildCustomCert',
  'derivePassword',
  'bcrypt',
  'htpasswd',
  'encryptAES',
  'decryptAES',
  'getHostByName',
  'env',
  'expandenv',
  'toToml',
  'fromToml',
  'sha1sum',
  'sha512sum',
  'md5sum',
  'adler32sum',
  'urlParse',
  'urlJoin',
  'b32enc',
  'b32dec',
  'html',
  'js',
  'call',
]

/** Every function that RTT knows of Go's templates, sprig and Helm. */
export const functions: FunctionTable = {
  ...textFunctions,
  ...logicFunctions,
  ...collectionFunctions,
  ...encodingFunctions,
  ...patternFunctions,
  ...templateFunctions,
  ...Object.fromEntries(unknowable.map((name) => [name, () => unknown])),
}

/** Functions that have an answer though an argument is not known. */
export const tolerant: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'empty',
  'default',
  'coalesce',
  'ternary',
  'all',
  'any',
  'required',
  'eq',
  'ne',
  'list',
  'tuple',
  'dict',
  'set',
  'unset',
  'append',
  'prepend',
  'concat',
  'merge',
  'mustMerge',
  'mergeOverwrite',
  'mustMergeOverwrite',
  'index',
  'dig',
  'quote',
  'squote',
  'print',
  'printf',
  'println',
  'cat',
  'toString',
  'toYaml',
  'toJson',
  'include',
  'tpl',
  'indent',
  'nindent',
  'trim',
  'trunc',
  'trimSuffix',
  'trimPrefix',
  'lower',
  'upper',
  'replace',
  'contains',
  'hasPrefix',
  'hasSuffix',
  'fail',
])
