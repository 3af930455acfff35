export type Severity = 'error' | 'warning' | 'note'

type CodeInfo = {
  /** A stable name for people who grep. */
  readonly slug: string
  readonly severity: Severity
  /** The exit code of a command that stops for this. */
  readonly exit: number
  /** What it means, in one sentence. */
  readonly title: string
  /** What to do next, in one sentence. */
  readonly help: string
}

const info = (
  slug: string,
  severity: Severity,
  exit: number,
  title: string,
  help: string,
): CodeInfo => ({ slug, severity, exit, title, help })

/**
 * The one registry of diagnostic codes: 1xxx scan, gen, findings · 2xxx plan and place · 3xxx trust ·
 * 4xxx log and apply · 5xxx lanes and panel · 6xxx configuration · 7xxx doctor · 9xxx internal.
 * `docs/diagnostics.md` is generated from it and every code has a test.
 */
export const codes = {
  RTT1001: info(
    'E_UNREADABLE',
    'error',
    2,
    'A file could not be read.',
    'Check its permissions, or exclude it with scan.exclude.',
  ),
  RTT1002: info(
    'E_SYNTAX',
    'error',
    2,
    'A file could not be parsed as what its name says it is.',
    'Mend the syntax at the place shown; the rest of the repository was still scanned.',
  ),
  RTT1003: info(
    'E_NOT_UTF8',
    'warning',
    2,
    'A text file is not UTF-8.',
    'Convert it to UTF-8, or exclude it with scan.exclude.',
  ),
  RTT1004: info(
    'E_TOO_LARGE',
    'note',
    2,
    'A file is larger than RTT reads.',
    'Nothing to do if it holds no wiring; otherwise split it.',
  ),
  RTT1005: info(
    'E_NOT_A_FILE',
    'note',
    2,
    'A special file (FIFO, socket, device) was passed over.',
    'Nothing to do; RTT opens regular files only.',
  ),
  RTT1006: info(
    'E_NAME',
    'warning',
    2,
    'A file name cannot be used: it is not UTF-8, or holds control characters.',
    'Rename the file; it was passed over.',
  ),
  RTT1007: info(
    'E_COLLISION',
    'warning',
    2,
    'Two names differ only by case or by Unicode normal form.',
    'Rename one: on other systems they are the same file.',
  ),
  RTT1008: info(
    'E_SYMLINK',
    'note',
    2,
    'A symbolic link was not followed.',
    'RTT follows no symbolic links; scan its target where it lives.',
  ),
  RTT1009: info(
    'E_UNSCANNABLE',
    'warning',
    2,
    'A folder could not be listed.',
    'Check its permissions, or exclude it with scan.exclude.',
  ),
  RTT1010: info(
    'E_MANIFEST',
    'error',
    2,
    'An rtt.manifest.json does not have the shape it must have.',
    'Compare it with schemas/manifest.schema.json; the other files were still scanned.',
  ),
  RTT1011: info(
    'E_CONTRACT_REF',
    'error',
    3,
    'A manifest names a contract that does not exist.',
    'Name an existing file and symbol, as in "protos/pricing.proto#Pricing".',
  ),
  RTT1012: info(
    'E_IMPORT',
    'warning',
    2,
    'A contract imports a file that is not in the repository.',
    'Add the file, or ignore this if it comes from a package.',
  ),
  RTT1013: info(
    'E_DEEP',
    'error',
    2,
    'A file is nested more deeply than RTT reads.',
    'Flatten it; files nested deeper than the stated limit are taken for hostile.',
  ),
  RTT1014: info(
    'E_WRONG_TYPES',
    'warning',
    2,
    'A package manifest has a value of a wrong type.',
    'Mend the value at the place shown; the rest of the file was still read.',
  ),
  RTT1015: info(
    'E_TEMPLATE',
    'note',
    2,
    'A templated file was not evaluated.',
    'RTT reports what it cannot evaluate and does not guess.',
  ),
  RTT1101: info(
    'E_NO_CONNECTOR',
    'error',
    4,
    'A generated connector is missing.',
    'Run `rtt gen` to restore it.',
  ),
  RTT1102: info(
    'E_CONNECTOR_STALE',
    'error',
    4,
    'A generated file was edited by hand or no longer follows its contract.',
    'Run `rtt gen` to make it again; put your own code elsewhere.',
  ),
  RTT1103: info(
    'E_GEN_UNSUPPORTED',
    'warning',
    2,
    'A part of a contract cannot be generated yet.',
    'The rest of the connector was generated; the part is left out by name.',
  ),
  RTT2001: info(
    'E_PLAN_STALE',
    'error',
    4,
    'The plan does not say what the repository says.',
    'Run `rtt plan`, look at the difference, then `rtt sign` and `rtt apply`.',
  ),
  RTT2002: info('E_NO_PLAN', 'error', 2, 'There is no plan yet.', 'Run `rtt up`, or `rtt plan`.'),
  RTT2003: info(
    'E_NO_ROUTE',
    'error',
    2,
    'No such route.',
    'List the routes with `rtt ls routes`.',
  ),
  RTT2004: info(
    'E_AMBIGUOUS',
    'warning',
    8,
    'More than one provider fits a port.',
    'Name the one meant in an rtt.manifest.json (requires … target).',
  ),
  RTT3001: info(
    'E_SIGNATURE',
    'error',
    5,
    'A signature does not match what it signs.',
    'The file was changed after it was signed. Restore it, or plan and sign again.',
  ),
  RTT3002: info('E_UNSIGNED', 'error', 5, 'A plan is not signed.', 'Sign it with `rtt sign`.'),
  RTT3003: info(
    'E_UNTRUSTED',
    'error',
    5,
    'A plan is signed, but by no key that is trusted here.',
    'Ask the owner of a trusted key to sign it, or trust the key.',
  ),
  RTT3004: info(
    'E_EXPIRED',
    'error',
    5,
    'The key that signed has expired.',
    'Sign again with a key that is valid.',
  ),
  RTT3005: info(
    'E_KEY',
    'error',
    2,
    'A key file cannot be used.',
    'Give a PKCS#8 PEM Ed25519 key; make one with `rtt keys new`.',
  ),
  RTT3006: info(
    'E_NO_KEY',
    'error',
    10,
    'There is no key here that may sign.',
    'Make one with `rtt keys new`, or have the plan signed elsewhere.',
  ),
  RTT3007: info(
    'E_TAMPERED',
    'error',
    5,
    'A plan or an envelope is not byte for byte what its name or signature says.',
    'Restore it from version control, or delete it and run `rtt plan`.',
  ),
  RTT4001: info(
    'E_LOG_DAMAGED',
    'error',
    6,
    'The log is damaged in the middle.',
    'Nothing was changed. Restore .rtt/wal from a copy, or move it away and run `rtt up` for a new one.',
  ),
  RTT4002: info(
    'E_BUSY',
    'error',
    9,
    'Another rtt is at work in this repository.',
    'Wait for it to end and try again.',
  ),
  RTT4003: info(
    'E_WRITE',
    'error',
    1,
    'A file could not be written.',
    'Check permissions and free space; nothing was half-written.',
  ),
  RTT4004: info(
    'E_NO_UNDO',
    'error',
    2,
    'There is nothing to roll back to.',
    'See what was applied with `rtt wal log`.',
  ),
  RTT4005: info(
    'E_GENERATION',
    'error',
    4,
    'The active generation does not match the log.',
    'Run `rtt apply` to make it again.',
  ),
  RTT4006: info(
    'E_TORN_TAIL',
    'warning',
    6,
    'The log ended in a torn entry, as after a crash.',
    'The torn bytes were set aside; nothing that was committed is lost.',
  ),
  RTT6001: info('E_USAGE', 'error', 2, 'The command line is not right.', 'See `rtt help`.'),
  RTT6002: info(
    'E_NEWER',
    'error',
    2,
    'A file was made by a newer RTT.',
    'Upgrade rtt; this version does not touch the file.',
  ),
  RTT6003: info(
    'E_CONFIG',
    'error',
    2,
    'A configuration file does not have the shape it must have.',
    'Mend the value at the place shown.',
  ),
  RTT6004: info(
    'E_STATE',
    'error',
    2,
    'A file of RTT in .rtt does not have the shape it must have.',
    'Delete the file named; RTT makes it again.',
  ),
  RTT6005: info(
    'E_FORMAT',
    'error',
    2,
    'A document that should be canonical JSON is not.',
    'Restore the file from version control.',
  ),
  RTT7001: info(
    'N_DRIFT',
    'warning',
    3,
    'The same package is asked for in different versions.',
    'See plans/dep.unify.json for the version that satisfies all.',
  ),
  RTT7002: info(
    'E_VERSION_CONFLICT',
    'warning',
    3,
    'The same package is asked for in versions that exclude each other.',
    'Change one of the places named.',
  ),
  RTT7003: info(
    'E_VERSION_SYNTAX',
    'warning',
    2,
    'A version range cannot be understood.',
    'Mend the range at the place shown.',
  ),
  RTT9001: info(
    'E_INTERNAL',
    'error',
    1,
    'RTT itself failed.',
    'This is a bug of RTT. Please report it with what `--debug` prints.',
  ),
  RTT9002: info(
    'E_CANCELLED',
    'error',
    130,
    'Cancelled.',
    'Run the command again; nothing was half-done.',
  ),
} as const satisfies Record<string, CodeInfo>

export type Code = keyof typeof codes
export const codeInfo = (code: Code): CodeInfo => codes[code]
