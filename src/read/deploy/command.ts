import { isPort } from '../code/numbers.ts'

const textLengthMax = 4000
/** `-p 3000`, `--port=3000`, `--bind 0.0.0.0:8000`, `-S 127.0.0.1:8400`, `PORT=5000`, `:8080`. */
const port =
  /(?:(?:^|\s)--?(?:p|port|S|b|bind|l|listen|a|addr|address|http[.-]?port|server[.-]?port)[= ]\s*(?:tcp:\/\/)?(?:[\w.*-]*:|\[[\da-f:]*\]:)?|(?:^|\s)PORT=|(?:^|\s)(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\*)?:)(\d{2,5})(?![\w.:])/gi

/** The ports that a command tells its program to listen on. */
export const commandPorts = (command: string): number[] => [
  ...new Set(
    [...command.slice(0, textLengthMax).matchAll(port)].map((m) => Number(m[1])).filter(isPort),
  ),
]

const wordsMax = 16

/** Plain words of a command, its options left out: `shop --config x.yml worker` says `shop` and `worker`. */
export const commandWords = (command: string): string[] =>
  [
    ...new Set(
      command
        .slice(0, textLengthMax)
        .split(/[\s"'`,;&|()[\]]+/)
        .filter((w) => /^[a-z][\w:-]{1,40}$/i.test(w)),
    ),
  ].slice(0, wordsMax)

const file =
  /(?:^|[\s='"])(\/(?:[\w.@-]+\/)+[\w.@-]+\.(?:conf|cfg|ya?ml|json|toml|ini|hcl|properties))(?=$|[\s'"])/g

/** The files of settings that a command names, by their absolute paths. */
export const commandFiles = (command: string): string[] =>
  [...command.slice(0, textLengthMax).matchAll(file)].map((m) => m[1]!)
