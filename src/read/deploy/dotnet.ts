import type { CodeFacts, Mention } from '../../core/model/code.ts'
import type { Endpoint } from '../../core/model/endpoint.ts'
import { literal } from '../../core/model/expression.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import type { Project } from '../../core/model/ownership.ts'
import { baseOf, folderOf, resolvePath } from '../../core/model/path.ts'
import { scopeOf } from '../code/scope.ts'
import { locator } from '../packages/lines.ts'

const reference = /<ProjectReference\b[^>]{0,400}?\bInclude\s*=\s*"([^"\n]{1,400})"/g
const referencesMax = 500

const projectOf = ({ path, text }: SourceFile): Project => {
  const folder = folderOf(path)
  const references = [...text.matchAll(reference)]
    .slice(0, referencesMax)
    .flatMap((m) => resolvePath(folder, m[1]!.replaceAll('\\', '/')) ?? [])
    .map(folderOf)
  return { name: baseOf(path).replace(/\.\w+$/, ''), folder, references, at: { path, line: 1 } }
}

/** A connection is asked for by its name: `AddNpgsqlDbContext<Shop>("shopdb")`, `GetConnectionString("shop")`. */
const named =
  /\.(?:Add|Use|Get|Configure|Register)\w{1,80}(?:<[\w.,\s?]{0,120}>)?\(\s{0,80}(?:connectionName:\s?)?"([A-Za-z][\w-]{0,100})"/g
/** A host that service discovery knows. */
const called = /"(?:https?\+)?https?:\/\/(?:_[\w-]{1,40}\.)?([A-Za-z][\w-]{0,100})(?=["/:])/g
/** gRPC's addresses are written with `http`, too. */
const stub =
  /\.AddGrpcClient<(?:[\w.]{0,120}\.)?(\w{1,80}?)(?:Client)?>\([^"\n;]{0,200}(?:\n[^"\n;]{0,200}){0,3}"((?:https?\+)?https?:\/\/[\w.:-]{1,120})/g
const setting =
  /(?:\.Get(?:Required)?(?:Value|Section)(?:<[\w.,\s?]{0,80}>)?\(\s{0,80}|[cC]onfig(?:uration)?\[)"([A-Za-z][\w:-]{0,100})"/g
/** What is built from a setting so is sent to a browser, or compared with what one sends. */
const forBrowsers = /Redirect|PostLogout|ClientUri|Origins|SignedOut|CallbackPath/
const lookBehind = 200
const mentionsMax = 200

type Found = { readonly key: string; readonly index: number }

const keysIn = (text: string): Found[] => [
  ...[...text.matchAll(named)].map((m) => ({ key: `ConnectionStrings__${m[1]}`, index: m.index })),
  ...[...text.matchAll(called)].map((m) => ({ key: `services__${m[1]}__http__0`, index: m.index })),
  ...[...text.matchAll(setting)]
    .filter((m) => !forBrowsers.test(text.slice(Math.max(0, m.index - lookBehind), m.index)))
    .map((m) => ({ key: m[1]!.replaceAll(':', '__'), index: m.index })),
]

/** As it is written, and in the form in which all spellings meet: configuration knows no case. */
const mentionsOf = (key: string, at: Mention['at']): Mention[] => [
  { key, at },
  { key: key.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase(), at, isLoose: true },
]

/**
 * Variables that .NET's libraries look for by a name in the code: a connection by its name, a service by
 * the host of its address, a setting by its path.
 */
const lookedFor = ({ path, text }: SourceFile): Mention[] => {
  const locate = locator({ path, text })
  const seen = new Set<string>()
  return keysIn(text)
    .filter(({ key }) => !seen.has(key) && seen.add(key))
    .slice(0, mentionsMax)
    .flatMap(({ key, index }) => mentionsOf(key, { path, line: locate(index).line }))
}

const stubsIn = ({ path, text }: SourceFile): Endpoint[] => {
  const locate = locator({ path, text })
  return [...text.matchAll(stub)].slice(0, mentionsMax).map((m) => ({
    role: 'consumer',
    protocol: 'grpc',
    api: 'AddGrpcClient',
    contract: m[1]!,
    address: literal(m[2]!),
    at: { path, line: locate(m.index).line },
  }))
}

const read = (file: SourceFile): Facts => {
  if (/proj$/.test(file.path)) return { projects: [projectOf(file)] }
  const mentions = lookedFor(file)
  const endpoints = stubsIn(file)
  if (mentions.length + endpoints.length === 0) return {}
  const facts: CodeFacts = {
    path: file.path,
    lang: 'csharp',
    scope: scopeOf(file.path),
    endpoints,
    reads: [],
    assignments: [],
    helpers: [],
    keyCalls: [],
    mentions,
  }
  return { code: [facts] }
}

/** .NET: its projects and what they are built with, and the connections that code asks for by name. */
export const dotnetReader: Reader = {
  id: 'dotnet',
  version: 1,
  read,
  accepts: (path) => /\.(?:cs|csproj|fsproj|vbproj)$/.test(path),
}
